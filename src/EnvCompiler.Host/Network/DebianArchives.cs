namespace EnvCompiler.Host.Network;

/// <summary>What is known about Debian's archives, from <c>debian-archives.txt</c>.</summary>
/// <param name="Archives">The first whose ending fits has a suite.</param>
/// <param name="Releases">Names of releases, without <c>-updates</c> and the like.</param>
public sealed record DebianArchives(IReadOnlyList<DebianArchive> Archives, IReadOnlyList<string> Releases)
{
    /// <summary>The file that ships with envc.</summary>
    public static DebianArchives Official
    {
        get
        {
            using var stream = typeof(DebianArchives).Assembly.GetManifestResourceStream("debian-archives.txt")!;
            using var reader = new StreamReader(stream);
            return Parse(reader.ReadToEnd());
        }
    }

    /// <summary>The archive that has a suite.</summary>
    public DebianArchive Of(string suite) =>
        Archives.First(archive => suite.EndsWith(archive.SuiteEnding, StringComparison.Ordinal));

    /// <summary>Whether a suite is one of a Debian release: <c>trixie</c>, <c>trixie-updates</c>.</summary>
    public bool IsSuite(string suite) =>
        Releases.Any(release => suite == release || suite.StartsWith(release + "-", StringComparison.Ordinal));

    /// <summary>Reads the form that the file itself explains.</summary>
    public static DebianArchives Parse(string text)
    {
        var archives = new List<DebianArchive>();
        var releases = new List<string>();
        foreach (var line in text.Split('\n'))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            switch (words)
            {
                case ["archive", var directory, var ending, var official, var snapshots]:
                    archives.Add(new DebianArchive(directory, ending == "*" ? "" : ending, new Uri(official + "/"), new Uri(snapshots + "/")));
                    break;
                case ["releases", .. var names]:
                    releases.AddRange(names);
                    break;
            }
        }

        return new DebianArchives(archives, releases);
    }
}
