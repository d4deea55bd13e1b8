using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Toml.Values;

namespace EnvCompiler.Model.Manifests.Binding;

/// <summary><c>[catalogs.NAME]</c>.</summary>
internal static class CatalogBinder
{
    internal static readonly string[] Types = ["debian"];
    private static readonly string[] LaterTypes = ["pypi", "image", "archive", "native"];

    internal static CatalogDefinition Bind(TableReader catalog)
    {
        if (catalog.String("type") is { } type && LaterTypes.Contains(type))
        {
            catalog.Report(ManifestDiagnostics.NotSupported(catalog.PlaceOf("type"), $"type = \"{type}\""));
            catalog.AllowOthers();
            return new CatalogDefinition { Type = type };
        }

        catalog.NotYet("index", "extra-index", "location");
        catalog.RequiredString("type");
        return new CatalogDefinition
        {
            Type = catalog.OneOf("type", Types) ?? "",
            Suites = catalog.Items("suites", "an array of suite names or tables", value => BindSuite(catalog, value)) ?? [],
            Components = catalog.Strings("components") ?? [],
            Mirror = catalog.String("mirror"),
            Keyring = catalog.String("keyring"),
        };
    }

    private static SuiteDefinition? BindSuite(TableReader catalog, TomlValue value) => value switch
    {
        TomlString name => new SuiteDefinition { Name = name.Value },
        TomlTable table => catalog.Bind("suites", table, suite => new SuiteDefinition
        {
            Name = suite.RequiredString("name"),
            AllowExpired = suite.Boolean("allow-expired") ?? false,
            Snapshot = suite.String("snapshot"),
        }),
        _ => null,
    };
}
