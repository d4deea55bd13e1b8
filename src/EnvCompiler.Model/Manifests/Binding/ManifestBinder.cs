using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Toml.Values;

namespace EnvCompiler.Model.Manifests.Binding;

/// <summary>The top level of a manifest, and what its sections must agree on.</summary>
internal static class ManifestBinder
{
    internal static readonly string[] SchemaVersions = ["1.10.0", "1.11.0", "1.12.0", "1.13.0", "1.14.0", "1.15.0"];

    internal static Manifest Bind(TableReader root)
    {
        root.ForLater("systemd", key => root.Check(key, DeploymentBinder.CheckSystemd));
        root.ForLater("slurm", key => root.Check(key, DeploymentBinder.CheckSlurm));
        root.NoEffect("plugins", key => root.CheckEach(key, plugin => plugin.AllowOthers()));
        root.NoEffect("minimum-cli-version", key => CheckMinimumVersion(root, key));
        root.Since("1.11.0", "minimum-cli-version");
        root.Since("1.14.0", "plugins");
        CheckVersion(root);
        var manifest = new Manifest
        {
            Version = root.Integer("version", int.MinValue, int.MaxValue),
            SchemaVersion = root.String("schema-version"),
            Description = root.String("description"),
            Catalogs = root.Map("catalogs", CatalogBinder.Bind),
            Install = root.Map("install", PackageBinder.Bind),
            Models = root.Map("models", ModelBinder.Bind),
            Build = root.Map("build", BuildBinder.Bind),
            Vars = root.Map("vars", VariableBinder.Bind, "a string or a table", VariableBinder.BindText),
            Hook = root.Table("hook", ScriptBinder.BindHook) ?? new Hook(),
            Profile = root.Table("profile", ScriptBinder.BindProfile) ?? new Profile(),
            Options = root.Table("options", OptionsBinder.Bind) ?? new Options(),
            Kubernetes = root.Table("kubernetes", KubernetesBinder.Bind) ?? new KubernetesDefinition(),
            Containerize = root.Table("containerize", DeploymentBinder.BindContainerize) ?? new Containerize(),
            Include = root.Table("include", IncludeBinder.Bind) ?? new Include(),
        };
        if (root.Table("services", ServiceBinder.BindAll) is var (autoStart, services))
            manifest = manifest with { ServicesAutoStart = autoStart, Services = services };
        CheckNames(root, manifest);
        CheckSystems(root, manifest);
        ServiceBinder.CheckAll(root, manifest);
        KubernetesBinder.CheckAll(root, manifest);
        return manifest;
    }

    /// <summary>Each text that a manifest is composed of says its own version.</summary>
    internal static void CheckVersion(TableReader root)
    {
        var version = root.Integer("version", int.MinValue, int.MaxValue);
        var schemaVersion = root.String("schema-version");
        var hasVersion = root.Has("version");
        var hasSchemaVersion = root.Has("schema-version");
        if (!hasVersion && !hasSchemaVersion)
        {
            if (!root.IsDamaged)
                root.Report(ManifestDiagnostics.NoVersion(root.Place));
        }
        else if (hasVersion && hasSchemaVersion)
        {
            root.Report(ManifestDiagnostics.UnknownVersion(root.PlaceOf("schema-version"), "`version` together with `schema-version`"));
        }
        else if (version is not null and not 1)
        {
            root.Report(ManifestDiagnostics.UnknownVersion(root.PlaceOf("version"), $"`version = {version}`"));
        }
        else if (schemaVersion is not null && !SchemaVersions.Contains(schemaVersion))
        {
            root.Report(ManifestDiagnostics.UnknownVersion(root.PlaceOf("schema-version"), $"`schema-version = \"{schemaVersion}\"`"));
        }
    }

    private static void CheckNames(TableReader root, Manifest manifest)
    {
        foreach (var name in manifest.Catalogs.Keys)
            NameRule.CheckFileName(root, root.PlaceAt(KeyPath.Of("catalogs", name)), "a catalog", name);
        foreach (var name in manifest.Install.Keys)
            NameRule.CheckFileName(root, root.PlaceAt(KeyPath.Of("install", name)), "a package", name);
        foreach (var (name, package) in manifest.Install)
            NameRule.CheckFileName(root, root.PlaceAt(KeyPath.Of("install", name, "pkg-group")), "a group", package.PkgGroup);
        foreach (var name in manifest.Models.Keys)
            NameRule.CheckFileName(root, root.PlaceAt(KeyPath.Of("models", name)), "a model", name);
        foreach (var name in manifest.Build.Keys)
            NameRule.CheckPackage(root, root.PlaceAt(KeyPath.Of("build", name)), name);
        foreach (var name in manifest.Vars.Keys)
            NameRule.CheckVariable(root, root.PlaceAt(KeyPath.Of("vars", name)), name);
    }

    /// <summary>A package for a system that the environment is not made for would never be installed.</summary>
    private static void CheckSystems(TableReader root, Manifest manifest)
    {
        if (manifest.Options.Systems.Count == 0)
            return;
        foreach (var (name, package) in manifest.Install)
        {
            foreach (var system in (package.Systems ?? []).Except(manifest.Options.Systems))
                root.Report(ManifestDiagnostics.SystemNotWanted(root.PlaceAt(KeyPath.Of("install", name, "systems")), name, system));
        }
    }

    private static void CheckMinimumVersion(TableReader root, string key)
    {
        const string shapes = "a version such as `\"1.4.0\"` or a table with `version` and `reason`";
        switch (root.Any(key))
        {
            case TomlString:
                root.Formed(key, IsVersion, shapes);
                break;
            case TomlTable:
                root.Check(key, table =>
                {
                    table.RequiredString("version");
                    table.Formed("version", IsVersion, "a version such as `\"1.4.0\"`");
                    table.Text("reason");
                });
                break;
            case { } other:
                root.RefuseType(key, other, shapes);
                break;
        }
    }

    // semver.org, clause 2; what follows a dash or a plus is any text.
    private static bool IsVersion(string text) =>
        text.Split('-', '+')[0].Split('.') is { Length: 3 } parts && parts.All(part => part.Length is > 0 and < 10 && part.All(char.IsAsciiDigit));
}
