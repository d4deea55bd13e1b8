using EnvCompiler.Model.Configurations;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Toml.Values;

namespace EnvCompiler.Model.Manifests.Binding;

/// <summary><c>[catalogs.NAME]</c>; its type decides which keys it has.</summary>
internal static class CatalogBinder
{
    internal static readonly string[] Types = ["debian", CatalogDefinition.Native];

    internal static CatalogDefinition Bind(TableReader catalog)
    {
        var type = catalog.RequiredString("type");
        switch (type)
        {
            case "pypi":
                catalog.Text("index");
                if (catalog.IsArray("extra-index"))
                    catalog.Strings("extra-index");
                else
                    catalog.Text("extra-index");
                return NotYet(catalog, type);
            case CatalogDefinition.Native:
                return BindNative(catalog);
            case "image" or "archive":
                return NotYet(catalog, type);
            default:
                return BindDebian(catalog);
        }
    }

    private static CatalogDefinition BindNative(TableReader catalog)
    {
        var location = catalog.RequiredString("location");
        if (CatalogDefinition.IsRepository(location))
            catalog.Formed("location", IsRepository, "`oci://HOST/PATH` without a tag, or `oci:DIR`");
        else if (location.Contains("://", StringComparison.Ordinal))
            catalog.Report(ManifestDiagnostics.NotSupported(catalog.PlaceOfValue("location"), $"location = \"{location}\""));
        else if (catalog.Has("location"))
            catalog.Formed("location", NameRule.IsPlain, "a directory");
        return new CatalogDefinition { Type = CatalogDefinition.Native, Location = location };
    }

    private static bool IsRepository(string location) => CatalogDefinition.IsRegistry(location)
        ? location[CatalogDefinition.RegistryPrefix.Length..] is var name && name.Contains('/', StringComparison.Ordinal) && RepositoryPattern.IsName(name)
        : NameRule.IsPlain(location["oci:".Length..]);

    private static CatalogDefinition BindDebian(TableReader catalog) => new()
    {
        Type = catalog.OneOf("type", Types) ?? "",
        Suites = catalog.Items("suites", "an array of suite names or tables", value => BindSuite(catalog, value)) ?? [],
        Components = catalog.FormedItems("components", IsArchiveName, "a component such as `\"main\"`")?.Select(item => item.Value).ToList() ?? [],
        Mirror = catalog.Text("mirror"),
        Keyring = catalog.Text("keyring"),
    };

    private static SuiteDefinition? BindSuite(TableReader catalog, TomlValue value)
    {
        switch (value)
        {
            case TomlString name:
                if (!IsArchiveName(name.Value))
                    catalog.Report(ManifestDiagnostics.BadForm(catalog.PlaceOfValue("suites"), catalog.PathOf("suites"), SuiteForm, name.Value));
                return new SuiteDefinition { Name = name.Value };
            case TomlTable table:
                return catalog.BindElement("suites", table, suite => new SuiteDefinition
                {
                    Name = suite.Has("name") ? suite.Formed("name", IsArchiveName, SuiteForm) ?? "" : suite.RequiredString("name"),
                    AllowExpired = suite.Boolean("allow-expired") ?? false,
                    Snapshot = suite.String("snapshot"),
                });
            default:
                return null;
        }
    }

    private const string SuiteForm = "a suite such as `\"trixie\"`";

    // They become parts of paths on the mirror.
    private static bool IsArchiveName(string text) =>
        text.Length > 0 && char.IsAsciiLetterOrDigit(text[0]) && !text.Contains("..", StringComparison.Ordinal)
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '+' or '/');

    private static CatalogDefinition NotYet(TableReader catalog, string type)
    {
        catalog.Report(ManifestDiagnostics.NotSupported(catalog.PlaceOf("type"), $"type = \"{type}\""));
        return new CatalogDefinition { Type = type };
    }
}
