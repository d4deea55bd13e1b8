using System.Text.Json;

namespace EnvCompiler.Run.Activation.Drivers;

/// <summary>
/// Files of the host that a CDI specification mounts into containers (Container Device Interface, <c>containerEdits.mounts[].hostPath</c>).
/// Of YAML only lines <c>hostPath: PATH</c> are read, which is how <c>nvidia-ctk cdi generate</c> writes them.
/// </summary>
public static class CdiSpecification
{
    private const string Key = "hostPath";

    /// <summary>Host paths; none of a text that is neither.</summary>
    public static IReadOnlyList<string> HostPaths(string text)
    {
        var found = new List<string>();
        if (text.AsSpan().TrimStart().StartsWith("{"))
        {
            try
            {
                using var document = JsonDocument.Parse(text);
                Collect(document.RootElement, found);
            }
            catch (JsonException)
            {
                // Another program is writing it, or it is broken; the container runtime says so, and other sources have the files too.
                return [];
            }

            return found;
        }

        foreach (var line in text.Split('\n'))
        {
            var field = line.AsSpan().Trim().TrimStart("- ");
            if (field.StartsWith(Key + ":"))
                found.Add(field[(Key.Length + 1)..].Trim().Trim("\"'").ToString());
        }

        return found;
    }

    private static void Collect(JsonElement element, List<string> found)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
                Collect(item, found);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
            {
                if (property.NameEquals(Key) && property.Value.ValueKind == JsonValueKind.String)
                    found.Add(property.Value.GetString()!);
                else
                    Collect(property.Value, found);
            }
        }
    }
}
