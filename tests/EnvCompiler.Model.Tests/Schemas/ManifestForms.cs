using System.Text.Json.Nodes;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Manifests.Binding;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Model.Tests.Schemas;

/// <summary>Where TOML allows more than the records' own shape: short forms, one of a few words, keys that are only checked.</summary>
internal static class ManifestForms
{
    internal static void Apply(JsonObject manifest, IReadOnlyDictionary<string, IReadOnlyDictionary<string, KeyUse>> knownKeys)
    {
        var properties = Properties(manifest);
        MoveAutoStart(properties);
        properties["version"]!["const"] = 1;
        OneOf(properties["schema-version"]!, ManifestBinder.SchemaVersions);
        manifest["oneOf"] = new JsonArray(Required("version"), Required("schema-version"));

        var catalog = Properties(Element(properties, "catalogs"));
        catalog["suites"]!["items"] = Or(Text("The suite's name"), catalog["suites"]!["items"]!);
        properties["catalogs"]!["additionalProperties"] = CatalogForms((JsonObject)Element(properties, "catalogs"));

        string[] systems = [.. SystemNames.Linux, .. SystemNames.Darwin];
        var package = Properties(Element(properties, "install"));
        package["pkg-path"]!["type"] = new JsonArray("string", "array");
        package["pkg-path"]!["items"] = new JsonObject { ["type"] = "string" };
        OneOf(package["systems"]!["items"]!, systems);
        package["priority"]!["minimum"] = 0;
        package["priority"]!["maximum"] = 1000;

        properties["vars"]!["additionalProperties"] = Or(Text("The value: set, whatever the caller has"), Element(properties, "vars"));
        OneOf(Properties((JsonObject)Element(properties, "vars")["anyOf"]![1]!)["generate"]!, VariableBinder.Generators);

        var deactivate = (JsonObject)properties["profile"]!.DeepClone();
        Properties(deactivate).Remove("deactivate");
        deactivate["description"] = Properties(properties["profile"]!)["deactivate"]!["description"]!.DeepClone();
        Properties(properties["profile"]!)["deactivate"] = deactivate;

        var service = Properties(Element(properties, "services"));
        service["settings"]!["additionalProperties"] = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") };
        OneOf(service["systems"]!["items"]!, systems);
        OneOf(Properties(service["shutdown"]!)["signal"]!, ServiceBinder.Signals);
        foreach (var key in (string[])["startup", "ready", "live"])
            ProbeForms(Properties(service[key]!), isLive: key == "live");
        service["gpus"] = Gpus(service["gpus"]!["description"]!.GetValue<string>());
        var warmup = service["warmup"]!["items"]!;
        Properties(warmup)["max-tokens"]!["minimum"] = 1;
        service["warmup"] = Or((JsonNode)service["warmup"]!.DeepClone(), warmup);
        ((JsonObject)service["warmup"]!).Insert(0, "description", "Requests between the answer of `ready` and being ready, in their order");

        service["restart"] = OrWord(service["restart"]!, RestartBinder.Policies.Keys);
        LimitForms(Properties(service["limits"]!));
        service["depends-on"]!["additionalProperties"] = OrWord(Element(service, "depends-on"), DependencyBinder.Conditions.Keys);

        var included = properties["include"]!["properties"]!["environments"]!["items"]!;
        Properties(included)["generation"]!["minimum"] = 1;
        included["oneOf"] = new JsonArray(Required("dir"), Required("remote"));

        var build = Properties(Element(properties, "build"));
        build["version"] = Or(Text("The version, in Debian's form"), Version());
        ((JsonObject)build["version"]!).Insert(0, "description", "The version, or where it comes from; absent means 0");
        build.Remove("version-file");
        build.Remove("version-command");
        OneOf(build["cpu-level"]!, CpuLevel.Names);
        OneOf(build["sandbox"]!, BuildBinder.Sandboxes);

        KubernetesForms(Properties(properties["kubernetes"]!));
        var options = Properties(properties["options"]!);
        OneOf(options["systems"]!["items"]!, systems);
        OneOf(options["targets"]!["items"]!, Accelerators.Names);
        OneOf(options["cpu-level"]!, OptionsBinder.CpuLevels);
        OneOf(options["accelerator"]!, OptionsBinder.AcceleratorNeeds);
        OneOf(Properties(options["activate"]!)["mode"]!, OptionsBinder.Modes);

        foreach (var (path, keys) in knownKeys)
        {
            foreach (var (key, use) in keys)
            {
                if (use == KeyUse.NoEffect)
                    Properties(At(manifest, path))[key] = new JsonObject { ["description"] = "Flox's; no effect in envc", ["deprecated"] = true };
                else if (use == KeyUse.ForLater)
                    Properties(At(manifest, path))[key] = new JsonObject { ["description"] = "For a later version; not used yet" };
            }
        }

        UseDurations(manifest);
    }

    /// <summary>The schema of the table at a path such as <c>install.llama</c>: a name is a property or else any name's schema.</summary>
    internal static JsonObject At(JsonObject manifest, string path)
    {
        var schema = manifest;
        foreach (var name in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            schema = (JsonObject)((schema["properties"] as JsonObject)?[name] ?? schema["additionalProperties"])!;
            schema = schema["items"] as JsonObject ?? schema;
            schema = schema["anyOf"] is JsonArray forms ? (JsonObject)forms[1]! : schema;
        }

        return schema;
    }

    // The type decides which keys a catalog has.
    private static JsonObject CatalogForms(JsonObject catalog)
    {
        var native = (JsonObject)catalog.DeepClone();
        foreach (var key in Properties(catalog).Select(property => property.Key).Where(key => key is not ("type" or "location")))
            Properties(native).Remove(key);
        Properties(catalog).Remove("location");
        native["required"] = new JsonArray("type", "location");
        OneOf(Properties(native)["type"]!, CatalogBinder.Types[1..]);
        OneOf(Properties(catalog)["type"]!, CatalogBinder.Types[..1]);
        return Or(native, catalog);
    }

    private static void ProbeForms(JsonObject probe, bool isLive)
    {
        foreach (var key in isLive ? (string[])["log", "deadline"] : ["failures"])
            probe.Remove(key);
        if (isLive)
        {
            probe["failures"]!["minimum"] = 1;
            probe["failures"]!["maximum"] = 1000;
        }

        probe["tcp"]!["type"] = new JsonArray("string", "integer", "boolean");
        probe["tcp"]!["minimum"] = 1;
        probe["tcp"]!["maximum"] = (int)ushort.MaxValue;
        probe["status"]!["type"] = new JsonArray("string", "integer", "array");
        probe["status"]!["items"] = new JsonObject { ["type"] = new JsonArray("string", "integer") };
    }

    private static void KubernetesForms(JsonObject kubernetes)
    {
        kubernetes["replicas"]!["minimum"] = 0;
        kubernetes["replicas"]!["maximum"] = KubernetesBinder.MostReplicas;
        // The other mode is refused for now.
        OneOf(kubernetes["mode"]!, KubernetesBinder.Modes[..1]);
        Element(kubernetes, "ports")["minimum"] = 1;
        Element(kubernetes, "ports")["maximum"] = (int)ushort.MaxValue;
        foreach (var key in (string[])["requests", "limits"])
            Element(Properties(Element(kubernetes, "resources")), key)["type"] = new JsonArray("string", "integer");
        OneOf(Properties(Element(kubernetes, "storage"))["access"]!, KubernetesBinder.AccessModes);
        kubernetes["storage"]!["additionalProperties"] = Or(Text("Its size"), Element(kubernetes, "storage"));
        kubernetes["secrets"]!["additionalProperties"] = Or(Text("The secret's name; its key is the variable's name"), Element(kubernetes, "secrets"));
    }

    private static void LimitForms(JsonObject limits)
    {
        limits["memory"] = Text("Memory of all its processes together (of each of them where the host has no control groups for it): a number with `K`, `M`, `G` or `T`");
        limits["memory"]!["pattern"] = "^[0-9]{1,9}[KMGT]$";
        limits["cpus"]!["exclusiveMinimum"] = 0;
        limits["files"]!["minimum"] = LimitsBinder.LeastFiles;
        limits["files"]!["maximum"] = LimitsBinder.MostFiles;
        limits["oom-score-adjust"]!["minimum"] = LimitsBinder.LeastOomScore;
        limits["oom-score-adjust"]!["maximum"] = LimitsBinder.MostOomScore;
    }

    private static JsonObject Gpus(string description) => new()
    {
        ["description"] = description,
        ["type"] = new JsonArray("integer", "array"),
        ["minimum"] = 0,
        ["maximum"] = GpuBinder.Most,
        ["items"] = new JsonObject { ["description"] = "Index or UUID", ["type"] = new JsonArray("integer", "string") },
    };

    private static void MoveAutoStart(JsonObject properties)
    {
        var autoStart = properties["services-auto-start"]!;
        properties.Remove("services-auto-start");
        ((JsonObject)properties["services"]!).Insert(2, "properties", new JsonObject { ["auto-start"] = autoStart });
    }

    private static void UseDurations(JsonNode node)
    {
        if (node is JsonObject schema)
        {
            if (schema["pattern"]?.GetValue<string>().Contains("\\d{2}:\\d{2}", StringComparison.Ordinal) == true)
                schema["pattern"] = Duration.Pattern;
            foreach (var member in schema.ToList())
                UseDurations(member.Value!);
        }
        else if (node is JsonArray array)
        {
            foreach (var item in array)
                UseDurations(item!);
        }
    }

    private static JsonObject Version() => new()
    {
        ["description"] = "Where the version comes from",
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["file"] = Text("File whose first line is the version, relative to the environment's directory"),
            ["command"] = Text("Line of bash whose output is the version"),
        },
        ["additionalProperties"] = false,
    };

    private static JsonObject Properties(JsonNode schema) => (JsonObject)schema["properties"]!;

    private static JsonObject Element(JsonObject properties, string key) => (JsonObject)properties[key]!["additionalProperties"]!;

    private static JsonObject Required(string key) => new() { ["required"] = new JsonArray(key) };

    private static JsonObject Text(string description) => new() { ["description"] = description, ["type"] = "string" };

    private static JsonObject Or(JsonNode first, JsonNode second) => new() { ["anyOf"] = new JsonArray(first, second.DeepClone()) };

    // A table whose first key alone may be written in its place.
    private static JsonObject OrWord(JsonNode table, IEnumerable<string> words)
    {
        var word = new JsonObject { ["type"] = "string" };
        OneOf(word, words);
        var either = Or(word, table);
        either.Insert(0, "description", table["description"]!.DeepClone());
        return either;
    }

    private static void OneOf(JsonNode schema, IEnumerable<string> values) =>
        schema["enum"] = new JsonArray([.. values.Select(value => JsonValue.Create(value))]);
}
