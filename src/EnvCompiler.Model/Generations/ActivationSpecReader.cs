using System.Text.Json;

namespace EnvCompiler.Model.Generations;

/// <summary>
/// Reads <c>activation.json</c> by hand, because every activation does: the serializer's metadata alone costs 15 ms of a cold start.
/// A test holds it against the serializer.
/// </summary>
public static class ActivationSpecReader
{
    /// <summary>Reads the file of a generation, which envc wrote and nobody changes.</summary>
    /// <exception cref="JsonException">It is not what envc writes.</exception>
    public static ActivationSpec Read(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        string? version = null, description = null, defaultGroup = null;
        // Not a sorted one: its generic code is compiled at every start.
        var roots = new Dictionary<string, string>(StringComparer.Ordinal);
        List<ActivationVariable> variables = [];
        bool onActivate = false, onDeactivate = false, services = false, autoStart = false;
        Expect(reader.Read() && reader.TokenType == JsonTokenType.StartObject);
        while (NextKey(ref reader) is { } key)
        {
            switch (key)
            {
                case "envc-version": version = reader.GetString(); break;
                case "description": description = reader.GetString(); break;
                case "default-group": defaultGroup = reader.GetString(); break;
                case "roots": ReadRoots(ref reader, roots); break;
                case "vars": ReadVariables(ref reader, variables); break;
                case "on-activate": onActivate = reader.GetBoolean(); break;
                case "on-deactivate": onDeactivate = reader.GetBoolean(); break;
                case "services": services = reader.GetBoolean(); break;
                case "auto-start": autoStart = reader.GetBoolean(); break;
                default: throw new JsonException($"unknown key {key}");
            }
        }

        return new ActivationSpec
        {
            EnvcVersion = version ?? throw new JsonException("envc-version is missing"),
            Description = description,
            Roots = roots,
            DefaultGroup = defaultGroup,
            Vars = variables,
            OnActivate = onActivate,
            OnDeactivate = onDeactivate,
            Services = services,
            AutoStart = autoStart,
        };
    }

    private static void ReadRoots(ref Utf8JsonReader reader, Dictionary<string, string> roots)
    {
        Expect(reader.TokenType == JsonTokenType.StartObject);
        while (NextKey(ref reader) is { } group)
            roots.Add(group, reader.GetString() ?? throw new JsonException("a root is null"));
    }

    private static void ReadVariables(ref Utf8JsonReader reader, List<ActivationVariable> variables)
    {
        Expect(reader.TokenType == JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            variables.Add(ReadVariable(ref reader));
        Expect(reader.TokenType == JsonTokenType.EndArray);
    }

    private static ActivationVariable ReadVariable(ref Utf8JsonReader reader)
    {
        string? name = null, value = null, fallback = null, generate = null;
        bool secret = false, needsShell = false;
        while (NextKey(ref reader) is { } key)
        {
            switch (key)
            {
                case "name": name = reader.GetString(); break;
                case "value": value = reader.GetString(); break;
                case "default": fallback = reader.GetString(); break;
                case "generate": generate = reader.GetString(); break;
                case "secret": secret = reader.GetBoolean(); break;
                case "needs-shell": needsShell = reader.GetBoolean(); break;
                default: throw new JsonException($"unknown key {key}");
            }
        }

        return new ActivationVariable
        {
            Name = name ?? throw new JsonException("a variable has no name"),
            Value = value,
            Default = fallback,
            Generate = generate,
            Secret = secret,
            NeedsShell = needsShell,
        };
    }

    /// <summary>The next key, with the reader on its value; null at the end of the object.</summary>
    private static string? NextKey(ref Utf8JsonReader reader)
    {
        Expect(reader.Read());
        if (reader.TokenType == JsonTokenType.EndObject)
            return null;
        var key = reader.GetString();
        Expect(reader.Read());
        return key;
    }

    private static void Expect(bool condition)
    {
        if (!condition)
            throw new JsonException("the file is not what envc writes");
    }
}
