using System.Text.Json.Nodes;

namespace EnvCompiler.EndToEnd.Harness;

/// <summary>The seccomp profile that Docker's and Podman's containers have by default, as Debian's containers-common ships it, in the form of a runtime's configuration.</summary>
internal static class DefaultSeccomp
{
    /// <summary>Its file; skopeo brings it.</summary>
    internal const string File = "/usr/share/containers/seccomp.json";

    private const string Architecture = "amd64";

    /// <summary>What of it holds on x86-64 for a process without capabilities.</summary>
    internal static JsonObject WithoutCapabilities()
    {
        var profile = JsonNode.Parse(System.IO.File.ReadAllText(File))!;
        return new JsonObject
        {
            ["defaultAction"] = profile["defaultAction"]!.DeepClone(),
            ["defaultErrnoRet"] = profile["defaultErrnoRet"]?.DeepClone(),
            ["architectures"] = new JsonArray("SCMP_ARCH_X86_64"),
            ["syscalls"] = new JsonArray([.. profile["syscalls"]!.AsArray().Where(rule => Holds(rule!)).Select(rule => (JsonNode)Rule(rule!))]),
        };
    }

    // A rule that excludes a capability is for those who lack it.
    private static bool Holds(JsonNode rule)
    {
        var (included, excluded) = (rule["includes"], rule["excludes"]);
        return Names(included, "caps").Count == 0 && (Names(included, "arches") is not { Count: > 0 } only || only.Contains(Architecture)) && !Names(excluded, "arches").Contains(Architecture);
    }

    private static List<string> Names(JsonNode? filter, string key) => [.. (filter?[key] as JsonArray ?? []).Select(name => (string)name!)];

    private static JsonObject Rule(JsonNode rule)
    {
        var kept = new JsonObject { ["names"] = rule["names"]!.DeepClone(), ["action"] = rule["action"]!.DeepClone() };
        foreach (var key in (string[])["args", "errnoRet"])
        {
            if (rule[key] is { } value)
                kept[key] = value.DeepClone();
        }

        return kept;
    }
}
