using System.Text.Json.Nodes;
using EnvCompiler.Model.Backends;
using EnvCompiler.Model.Catalogs;
using EnvCompiler.Model.Configurations;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Manifests.Binding;
using EnvCompiler.Model.Manifests.Composing;
using EnvCompiler.Model.Schemas;
using EnvCompiler.TestKit;
using EnvCompiler.Toml;

namespace EnvCompiler.Model.Tests.Schemas;

/// <summary>The checked-in schemas are what the records say; <c>ENVC_UPDATE_EXPECTED=1</c> writes them.</summary>
public sealed class SchemaTests
{
    private readonly SchemaGenerator generator = new(new XmlDocumentation());

    [Fact]
    public void The_manifest_schema_is_generated_from_the_records() =>
        Expectation.Matches("schemas/manifest.schema.json", SchemaGenerator.Text(ManifestSchema()));

    [Fact]
    public void The_lock_schema_is_generated_from_the_records() =>
        Expectation.Matches("schemas/lock.schema.json", SchemaGenerator.Text(generator.Generate(LockJson.Readable.Lock, "manifest.lock")));

    [Fact]
    public void The_backend_schema_is_generated_from_the_records() =>
        Expectation.Matches("schemas/backend.schema.json", SchemaGenerator.Text(generator.Generate(BackendJson.Default.BackendDefinition, "envc backend")));

    [Fact]
    public void The_catalog_schema_is_generated_from_the_records() =>
        Expectation.Matches("schemas/catalog.schema.json", SchemaGenerator.Text(generator.Generate(CatalogJson.Readable.NativePackage, "envc catalog package")));

    [Fact]
    public void The_configuration_schema_is_generated_from_the_records() =>
        Expectation.Matches("schemas/configuration.schema.json", SchemaGenerator.Text(generator.Generate(ConfigurationJson.Default.Configuration, "envc configuration")));

    [Theory]
    [InlineData("[registries.\"r.example\"]\nkey = \"a.pub\"\nplain-http = true\n[trust]\nallow = [\"r.example/*\"]", true)]
    [InlineData("registries.\"r.example\" = { keys = [], realms = [\"auth.example\"], signed-as = \"o.example\" }", true)]
    [InlineData("registries.\"r.example\" = { kye = \"a.pub\" }", false)]
    [InlineData("trust.allow = \"r.example\"", false)]
    [InlineData("registry = {}", false)]
    public void The_configuration_schema_and_its_binder_agree(string text, bool isValid)
    {
        Assert.Equal(isValid, SchemaValidator.IsValid(JsonNode.Parse(SchemaFiles.Find("configuration")!)!, TomlDocument.Parse(text).Root));
        Assert.Equal(isValid, ConfigurationReader.Read("/c.toml", System.Text.Encoding.UTF8.GetBytes(text)).Ok);
    }

    [Fact]
    public void The_binder_reads_exactly_the_schemas_keys()
    {
        var schema = ManifestSchema();
        foreach (var (path, keys) in KnownKeys())
        {
            var table = ManifestForms.At(schema, path);
            Assert.Equal(
                (path, string.Join(' ', keys.Where(key => key.Value != KeyUse.Refused).Select(key => key.Key).Order(StringComparer.Ordinal))),
                (path, string.Join(' ', ((table["properties"] as JsonObject) ?? []).Select(p => p.Key).Order(StringComparer.Ordinal))));
        }

        Assert.Equal(
            "  build build.bb build.bb.version catalogs catalogs.debian catalogs.debian.suites hook include include.environments install install.llama models models.m options options.activate options.allow options.services "
            + "profile profile.deactivate services services.s services.s.live services.s.live.headers services.s.log services.s.ready services.s.ready.headers services.s.settings services.s.shutdown "
            + "services.s.startup services.s.startup.headers services.s.vars services.s.warmup services.s.warmup.headers vars vars.V",
            " " + string.Join(' ', KnownKeys().Keys.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Every_property_has_a_description()
    {
        foreach (var name in SchemaFiles.Names)
            Assert.All(PropertiesWithoutDescription(JsonNode.Parse(SchemaFiles.Find(name)!)!, name), path => Assert.Fail(path));
    }

    [Fact]
    public void The_schemas_are_embedded()
    {
        Assert.Equal(["backend", "catalog", "configuration", "lock", "manifest"], SchemaFiles.Names);
        Assert.Equal(File.ReadAllText(RepositoryRoot.File("schemas", "lock.schema.json")), SchemaFiles.Find("lock"));
        Assert.Null(SchemaFiles.Find("nothing"));
    }

    [Theory]
    [InlineData("version = 1", true)]
    [InlineData("schema-version = \"1.12.0\"\nminimum-cli-version = \"1.0.0\"", true)]
    [InlineData("version = 1\nvars = { A = \"1\", B.secret = true }\nservices = { auto-start = true, s.command = \"x\" }", true)]
    [InlineData("version = 1\ninstall.x = { pkg-path = [\"a\", \"b\"], priority = 3 }", true)]
    [InlineData("version = 1\nservices.s = { backend = \"x\", settings.port = 1, ready = { http = \"/\", period = \"1h30m\" } }", true)]
    [InlineData("version = 1\nservices.s = { command = \"x\", ready = { tcp = 80 }, live = { tcp = \"[::1]:80\", failures = 1 } }", true)]
    [InlineData("version = 1\nservices.s = { backend = \"x\", startup.tcp = true, warmup = { chat = \"Hi\", max-tokens = 4 } }", true)]
    [InlineData("version = 1\nservices.s = { backend = \"x\", ready = { http = \"/\", status = [200, \"400-503\"] }, warmup = [{ embedding = \"Hi\" }] }", true)]
    [InlineData("version = 1\nservices.s = { command = \"x\", gpus = 2 }\nservices.t = { command = \"x\", gpus = [0, \"GPU-a\"] }", true)]
    [InlineData("version = 1\nservices.s = { command = \"x\", gpus = \"all\" }", false)]
    [InlineData("", false)]
    [InlineData("version = 1\nservices.s = { command = \"x\", ready = { tcp = 70000 } }", false)]
    [InlineData("version = 1\nservices.s = { command = \"x\", ready = { tcp = 80, failures = 1 } }", false)]
    [InlineData("version = 1\nservices.s = { command = \"x\", live = { log = \"up\" } }", false)]
    [InlineData("version = 1\nservices.s = { backend = \"x\", warmup = [\"Hi\"] }", false)]
    [InlineData("version = 2", false)]
    [InlineData("version = 1\nschema-version = \"1.12.0\"", false)]
    [InlineData("version = 1\nvars.A = 1", false)]
    [InlineData("version = 1\nvars.A.generate = \"hex\"", false)]
    [InlineData("version = 1\ninstall.x.pkgpath = \"a\"", false)]
    [InlineData("version = 1\ninstall.x = { pkg-path = \"a\", priority = -3 }", false)]
    [InlineData("version = 1\nprofile.deactivate.deactivate.bash = \"x\"", false)]
    [InlineData("version = 1\nservices.s = { command = \"x\", ready = { http = \"/\", period = \"90\" } }", false)]
    public void The_schema_and_the_binder_agree(string text, bool isValid)
    {
        Assert.Equal(isValid, SchemaValidator.IsValid(ManifestSchema(), TomlDocument.Parse(text).Root));
        Assert.Equal(isValid, ManifestReader.Read("m.toml", text).Ok);
    }

    [Fact]
    public void The_environments_in_the_repository_are_valid()
    {
        var manifests = Directory.GetDirectories(RepositoryRoot.File("environments")).Select(directory => Path.Combine(directory, "manifest.toml")).ToList();
        Assert.NotEmpty(manifests);
        Assert.All(manifests, file =>
        {
            var text = File.ReadAllBytes(file);
            Assert.True(SchemaValidator.IsValid(ManifestSchema(), TomlDocument.Parse(text).Root), file);
            Assert.Empty(ManifestReader.Read(file, text).Diagnostics);
        });
    }

    private JsonObject ManifestSchema()
    {
        var schema = generator.Generate(ManifestJson.Default.Manifest, "manifest.toml");
        ManifestForms.Apply(schema, KnownKeys());
        return schema;
    }

    /// <summary>What the binder knows in each kind of table: a manifest that has every kind once.</summary>
    private static IReadOnlyDictionary<string, IReadOnlyDictionary<string, KeyUse>> KnownKeys()
    {
        const string everyTable = """
            version = 1
            catalogs.debian = { type = "debian", suites = [{ name = "forky" }] }
            install.llama.pkg-path = "x"
            models.m.path = "m"
            build.bb = { command = "make", version.file = "VERSION" }
            vars.V.default = ""
            hook = {}
            profile.deactivate = {}
            services.s = { backend = "b", settings = {}, vars = {}, startup = { http = "/", headers = {} },
              ready = { http = "/", headers = {} }, live = { http = "/", headers = {} }, warmup = [{ http = "/", headers = {} }], shutdown = {}, log = {} }
            options = { activate = {}, allow = {}, services = {} }
            include.environments = [{ dir = "../common" }]
            """;
        const string included = "version = 1";
        var pin = new LockedInclude { Name = "common", Dir = "../common", Sha256 = LockedInclude.HashOf(included), Manifest = [included] };
        Assert.True(ManifestReader.Read(Composer.Compose(ManifestText.Parse("m.toml", everyTable), [pin]), out var knownKeys).Ok);
        return knownKeys;
    }

    private static IEnumerable<string> PropertiesWithoutDescription(JsonNode node, string path)
    {
        if (node is not JsonObject schema)
            return [];
        var own = schema["properties"] is JsonObject properties
            ? properties.Where(p => p.Value!["description"] is null).Select(p => $"{path}.{p.Key}")
            : [];
        return own.Concat(schema.Where(member => member.Value is not null).SelectMany(member => PropertiesWithoutDescription(member.Value!, $"{path}.{member.Key}")));
    }
}
