using System.Text;

namespace EnvCompiler.Resolve.Solving.Debian;

/// <summary>A data file of package names that ships inside this assembly: one a line, <c>#</c> starts a comment.</summary>
/// <param name="Lines">The names, in the order of the file.</param>
internal sealed record PackageList(IReadOnlyList<string> Lines)
{
    internal static PackageList Read(string file)
    {
        using var stream = typeof(PackageList).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"the data file {file} is not in the assembly");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var lines = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            var end = line.IndexOf('#', StringComparison.Ordinal);
            var name = (end < 0 ? line : line[..end]).Trim();
            if (name.Length > 0)
                lines.Add(name);
        }

        return new PackageList(lines);
    }
}
