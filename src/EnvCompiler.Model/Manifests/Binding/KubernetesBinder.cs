using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Toml.Values;

namespace EnvCompiler.Model.Manifests.Binding;

/// <summary><c>[kubernetes]</c>. Names and quantities have the forms that the API server accepts, so that it refuses none of them later.</summary>
internal static class KubernetesBinder
{
    internal const int MostReplicas = 100_000;

    internal static readonly string[] Modes = ["image", "node-store"];
    internal static readonly string[] AccessModes = ["ReadWriteOnce", "ReadWriteMany", "ReadOnlyMany", "ReadWriteOncePod"];

    private const string Label = "a name of lower-case letters, digits and dashes";
    private const string Subdomain = "a name of lower-case letters, digits, dashes and dots";
    private const string Quantity = "a quantity such as `\"16Gi\"`, `\"500m\"` or a whole number";
    private static readonly string[] Suffixes = ["", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

    // What a pod has there already, or must not lose.
    private static readonly string[] TakenPaths = ["/", "/.envc", "/tmp", "/run", "/dev", "/proc", "/sys", "/srv", "/usr", "/etc", "/lib", "/bin", "/sbin"];

    internal static KubernetesDefinition Bind(TableReader kubernetes) => new()
    {
        Namespace = kubernetes.Formed("namespace", IsLabel, Label),
        Replicas = kubernetes.Integer("replicas", 0, MostReplicas),
        Mode = BindMode(kubernetes, "mode"),
        RuntimeClass = kubernetes.Formed("runtime-class", IsSubdomain, Subdomain),
        PullSecrets = kubernetes.FormedItems("pull-secrets", IsSubdomain, Subdomain) is { } names ? [.. names.Select(name => name.Value)] : null,
        Ports = BindPorts(kubernetes),
        Resources = kubernetes.Map("resources", resources => BindResources(kubernetes, resources)),
        Storage = kubernetes.Map("storage", BindStorage, "a size such as `\"50Gi\"` or a table", value => value is TomlString size ? new KubernetesStorage { Size = size.Value } : null),
        Secrets = kubernetes.Map("secrets", BindSecret, "a secret's name or a table", value => value is TomlString name ? new KubernetesSecret { Name = name.Value } : null),
    };

    /// <summary>What can be said of names only when all of the manifest is read.</summary>
    internal static void CheckAll(TableReader root, Manifest manifest)
    {
        foreach (var (name, storage) in manifest.Kubernetes.Storage)
        {
            var path = KeyPath.Of("kubernetes", "storage", name);
            CheckForm(root, path, IsLabel, Label, name);
            CheckForm(root, path, IsQuantity, "a size such as `\"50Gi\"`", storage.Size);
            CheckForm(root, path, IsFreePath, "an absolute path that a pod has nothing at", storage.Path ?? $"/{name}");
        }

        foreach (var (variable, secret) in manifest.Kubernetes.Secrets)
        {
            var path = KeyPath.Of("kubernetes", "secrets", variable);
            root.CheckReference(root.PlaceAt(path), path, "vars", variable);
            if (manifest.Vars.TryGetValue(variable, out var definition) && !definition.Secret)
                root.Report(ManifestDiagnostics.NeedsKey(root.PlaceAt(path), path, $"{KeyPath.Of("vars", variable)}.secret"));
            CheckForm(root, path, IsSubdomain, Subdomain, secret.Name);
            CheckForm(root, path, IsKey, "a key of letters, digits, dashes, dots and underscores", secret.Key ?? variable);
        }
    }

    private static string? BindMode(TableReader kubernetes, string key)
    {
        var mode = kubernetes.OneOf(key, Modes);
        if (mode == "node-store")
            kubernetes.Report(ManifestDiagnostics.NotSupported(kubernetes.PlaceOfValue(key), $"{kubernetes.PathOf(key)} = \"{mode}\""));
        return mode;
    }

    private static OrderedDictionary<string, int> BindPorts(TableReader kubernetes)
    {
        var ports = new OrderedDictionary<string, int>(StringComparer.Ordinal);
        kubernetes.Check("ports", table =>
        {
            foreach (var entry in table.Entries)
            {
                table.CheckReference(table.PlaceOf(entry.Key), table.PathOf(entry.Key), "services", entry.Key);
                if (table.Integer(entry.Key, 1, ushort.MaxValue) is { } port)
                    ports.Add(entry.Key, port);
            }
        });
        return ports;
    }

    private static KubernetesResources BindResources(TableReader kubernetes, TableReader resources)
    {
        kubernetes.CheckReference(resources.Place, resources.Path, "services", resources.Name);
        return new KubernetesResources { Requests = BindQuantities(resources, "requests"), Limits = BindQuantities(resources, "limits") };
    }

    private static OrderedDictionary<string, string> BindQuantities(TableReader resources, string key)
    {
        var quantities = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        resources.Check(key, table =>
        {
            foreach (var entry in table.Entries)
            {
                if (!IsResource(entry.Key))
                    table.Report(ManifestDiagnostics.BadForm(table.PlaceOf(entry.Key), table.PathOf(entry.Key), "a resource's name such as `memory` or `nvidia.com/gpu`", entry.Key));
                if (QuantityOf(table, entry) is { } quantity)
                    quantities.Add(entry.Key, quantity);
            }
        });
        return quantities;
    }

    private static string? QuantityOf(TableReader table, TomlEntry entry)
    {
        if (table.Any(entry.Key) is TomlInteger { Value: >= 0 } number)
            return number.Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return table.Any(entry.Key) is TomlString ? table.Formed(entry.Key, IsQuantity, Quantity) : Refuse(table, entry);
    }

    private static string? Refuse(TableReader table, TomlEntry entry)
    {
        table.RefuseType(entry.Key, entry.Value, Quantity);
        return null;
    }

    private static KubernetesStorage BindStorage(TableReader storage) => new()
    {
        Size = storage.RequiredString("size"),
        Path = storage.String("path"),
        Class = storage.Formed("class", IsSubdomain, Subdomain),
        Access = storage.OneOf("access", AccessModes),
    };

    private static KubernetesSecret BindSecret(TableReader secret) => new() { Name = secret.RequiredString("name"), Key = secret.String("key") };

    private static void CheckForm(TableReader root, string path, Func<string, bool> isFormed, string wanted, string text)
    {
        // An empty one is missing or of another type, which is reported already.
        if (text.Length > 0 && !isFormed(text))
            root.Report(ManifestDiagnostics.BadForm(root.PlaceAt(path), path, wanted, text));
    }

    // Names of volumes have the same form.
    private static bool IsLabel(string text) => KubernetesDefinition.IsNamespace(text);

    private static bool IsSubdomain(string text) => text.Length <= 253 && text.Split('.').All(IsLabel);

    private static bool IsKey(string text) => text.Length <= 253 && text is not ("." or "..") && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    // A qualified name: `cpu`, `nvidia.com/gpu`, `hugepages-2Mi`.
    private static bool IsResource(string text)
    {
        var parts = text.Split('/');
        return parts.Length <= 2 && (parts.Length == 1 || IsSubdomain(parts[0])) && parts[^1].Length is > 0 and <= 63 && IsKey(parts[^1])
            && char.IsAsciiLetterOrDigit(parts[^1][0]) && char.IsAsciiLetterOrDigit(parts[^1][^1]);
    }

    private static bool IsQuantity(string text)
    {
        var number = text.TrimEnd([.. "mkMGTPEi"]);
        return Suffixes.Contains(text[number.Length..]) && number.Length is > 0 and < 16
            && number.Split('.') is { Length: <= 2 } parts && parts.All(part => part.Length > 0 && part.All(char.IsAsciiDigit));
    }

    private static bool IsFreePath(string text) =>
        text.StartsWith('/') && !text.Contains(':', StringComparison.Ordinal) && !text.Any(char.IsControl) && text == System.IO.Path.GetFullPath(text)
        && !text.EndsWith('/') && !TakenPaths.Any(taken => text == taken || (taken.Length > 1 && text.StartsWith($"{taken}/", StringComparison.Ordinal) && taken != "/srv"));
}
