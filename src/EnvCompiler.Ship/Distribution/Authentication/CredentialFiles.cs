using System.Text;
using System.Text.Json;
using System.Threading;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Json;

namespace EnvCompiler.Ship.Distribution.Authentication;

/// <summary>
/// The credentials that <c>podman login</c>, <c>skopeo login</c>, <c>oras login</c> and <c>docker login</c> left. The first of these files that has one
/// for the repository gives it:
/// <list type="number">
/// <item><c>$REGISTRY_AUTH_FILE</c>, and then no other</item>
/// <item><c>$XDG_RUNTIME_DIR/containers/auth.json</c></item>
/// <item><c>$XDG_CONFIG_HOME/containers/auth.json</c>, which is <c>~/.config/containers/auth.json</c></item>
/// <item><c>$DOCKER_CONFIG/config.json</c>, which is <c>~/.docker/config.json</c></item>
/// </list>
/// In a file, the longest key that fits the repository wins; then <c>credHelpers</c>, then <c>credsStore</c>.
/// </summary>
/// <param name="variables">The process's variables.</param>
/// <param name="processes">Runs credential helpers.</param>
public sealed class CredentialFiles(IReadOnlyDictionary<string, string> variables, IProcessRunner processes) : ICredentialSource
{
    /// <inheritdoc/>
    public async Task<Result<Credential?>> FindAsync(RepositoryName repository, CancellationToken cancellation)
    {
        foreach (var path in Places().Where(File.Exists))
        {
            if (!Read(path).TryGet(out var file, out var problems))
                return Result<Credential?>.Failure(problems);
            var found = await FindAsync(file, path, repository, cancellation);
            if (!found.TryGet(out var credential, out problems) || credential is not null)
                return found;
        }

        return Result<Credential?>.Success(null);
    }

    private List<string> Places()
    {
        if (Variable("REGISTRY_AUTH_FILE") is { } only)
            return [only];
        var home = Variable("HOME") ?? "/";
        var places = new List<string>();
        if (Variable("XDG_RUNTIME_DIR") is { } runtime)
            places.Add(Path.Combine(runtime, "containers/auth.json"));
        places.Add(Path.Combine(Variable("XDG_CONFIG_HOME") ?? Path.Combine(home, ".config"), "containers/auth.json"));
        places.Add(Path.Combine(Variable("DOCKER_CONFIG") ?? Path.Combine(home, ".docker"), "config.json"));
        return places;
    }

    private string? Variable(string name) => variables.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    private static Result<CredentialFile> Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), OciJson.Default.CredentialFile) ?? new CredentialFile();
        }
        catch (JsonException e)
        {
            return ShipDiagnostics.BadCredentialFile(path, JsonText.Reason(e));
        }
        catch (UnauthorizedAccessException)
        {
            return ShipDiagnostics.BadCredentialFile(path, "it may not be read");
        }
    }

    private async Task<Result<Credential?>> FindAsync(CredentialFile file, string path, RepositoryName repository, CancellationToken cancellation)
    {
        foreach (var key in Keys(repository))
        {
            if (EntryOf(file, key) is { } entry && (entry.Auth ?? entry.IdentityToken) is { Length: > 0 })
                return Decode(entry, path, key);
        }

        var registry = RegistryHosts.CredentialKey(repository.Registry!);
        var helper = file.CredHelpers?.GetValueOrDefault(repository.Registry!) ?? file.CredsStore;
        return helper is { Length: > 0 }
            ? await new CredentialHelper(helper, processes).GetAsync(registry, cancellation)
            : Result<Credential?>.Success(null);
    }

    // HOST/a/b, HOST/a, HOST; then the form that Docker writes for its own registry.
    private static IEnumerable<string> Keys(RepositoryName repository)
    {
        for (var key = repository.ToString(); ; key = key[..key.LastIndexOf('/')])
        {
            yield return key;
            if (key == repository.Registry)
                break;
        }

        yield return RegistryHosts.CredentialKey(repository.Registry!);
    }

    // Old versions of Docker wrote addresses: https://HOST/v1/.
    private static CredentialEntry? EntryOf(CredentialFile file, string key)
    {
        if (file.Auths is not { } entries)
            return null;
        if (entries.TryGetValue(key, out var entry))
            return entry;
        return key.Contains('/', StringComparison.Ordinal) ? null : entries.FirstOrDefault(pair => HostOf(pair.Key) == key).Value;
    }

    private static string? HostOf(string address) =>
        address.Contains("://", StringComparison.Ordinal) && Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri.Authority : null;

    private static Result<Credential?> Decode(CredentialEntry entry, string path, string key)
    {
        if (entry.IdentityToken is { Length: > 0 } token)
            return new Credential("", "", token, $"`{path}`");
        var buffer = new byte[entry.Auth!.Length];
        if (!Convert.TryFromBase64String(entry.Auth, buffer, out var length))
            return ShipDiagnostics.BadCredentialFile(path, $"the `auth` of `{key}` is not base64");
        var text = Encoding.UTF8.GetString(buffer, 0, length);
        return text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
            ? new Credential(text[..colon], text[(colon + 1)..].TrimEnd('\0'), IdentityToken: null, $"`{path}`")
            : ShipDiagnostics.BadCredentialFile(path, $"the `auth` of `{key}` is not `USER:PASSWORD` in base64");
    }
}
