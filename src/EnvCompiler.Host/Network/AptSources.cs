namespace EnvCompiler.Host.Network;

/// <summary>Reads the host's apt sources (sources.list(5)), both forms. What cannot be read or understood is passed over: it is only a hint.</summary>
internal static class AptSources
{
    /// <summary>All enabled sources of binary packages over HTTP, in apt's order.</summary>
    /// <param name="aptDirectory">Usually <c>/etc/apt</c>.</param>
    internal static IEnumerable<AptSource> Read(string aptDirectory)
    {
        var paths = new List<string> { Path.Combine(aptDirectory, "sources.list") };
        var parts = Path.Combine(aptDirectory, "sources.list.d");
        if (Directory.Exists(parts))
            paths.AddRange(Directory.EnumerateFiles(parts).Order(StringComparer.Ordinal));
        foreach (var path in paths)
        {
            if (ReadFile(path) is not { } text)
                continue;
            foreach (var source in path.EndsWith(".sources", StringComparison.Ordinal) ? ReadStanzas(text) : ReadLines(text, path))
                yield return source;
        }
    }

    // Files with credentials are often readable by the root user only.
    private static string? ReadFile(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path) : null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    // deb [arch=amd64 signed-by=/usr/share/keyrings/x.gpg] http://host/debian trixie main contrib
    private static IEnumerable<AptSource> ReadLines(string text, string path)
    {
        if (!path.EndsWith(".list", StringComparison.Ordinal))
            yield break;
        foreach (var line in text.Split('\n'))
        {
            var entry = line.Split('#')[0].Trim();
            var options = "";
            if (entry.IndexOf('[', StringComparison.Ordinal) is var open and >= 0 && entry.IndexOf(']', open) is var close and >= 0)
            {
                options = entry[(open + 1)..close];
                entry = entry[..open] + entry[(close + 1)..];
            }

            if (Words(entry) is ["deb", var uri, var suite, ..] && BaseOf(uri) is { } baseUri)
                yield return new AptSource(baseUri, [suite], OptionOf(options, "signed-by"));
        }
    }

    private static IEnumerable<AptSource> ReadStanzas(string text)
    {
        foreach (var stanza in text.ReplaceLineEndings("\n").Split("\n\n"))
        {
            var fields = ReadFields(stanza);
            if (fields.GetValueOrDefault("Enabled", "yes") is "no" or "false" or "0" or "off" || !Words(fields.GetValueOrDefault("Types", "")).Contains("deb"))
                continue;
            foreach (var uri in Words(fields.GetValueOrDefault("URIs", "")))
            {
                if (BaseOf(uri) is { } baseUri)
                    yield return new AptSource(baseUri, Words(fields.GetValueOrDefault("Suites", "")), fields.GetValueOrDefault("Signed-By"));
            }
        }
    }

    private static Dictionary<string, string> ReadFields(string stanza)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var last = "";
        foreach (var line in stanza.Split('\n'))
        {
            if (line.StartsWith('#'))
                continue;
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (line.StartsWith(' ') || line.StartsWith('\t'))
            {
                fields[last] = $"{fields.GetValueOrDefault(last)} {line.Trim()}";
            }
            else if (colon > 0)
            {
                last = line[..colon];
                fields[last] = line[(colon + 1)..].Trim();
            }
        }

        return fields;
    }

    private static string? OptionOf(string options, string name)
    {
        foreach (var option in Words(options))
        {
            if (option.StartsWith(name + "=", StringComparison.Ordinal))
                return option[(name.Length + 1)..];
        }

        return null;
    }

    private static Uri? BaseOf(string text) =>
        Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
