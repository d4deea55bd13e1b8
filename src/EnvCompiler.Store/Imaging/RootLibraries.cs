namespace EnvCompiler.Store.Imaging;

/// <summary>Finds libraries in a composed root, symlinks followed inside of it.</summary>
/// <param name="root">The root's file system.</param>
internal sealed class RootLibraries(string root)
{
    private const int MaximumLinks = 40;
    private static readonly string[] Directories = ["usr/lib/x86_64-linux-gnu", "usr/lib64", "usr/lib"];

    /// <summary>The file behind a library's name, or null.</summary>
    public string? Find(string name) => Directories.Select(directory => Resolve($"{directory}/{name}")).FirstOrDefault(found => found is not null);

    /// <summary>The regular file that a path of the root leads to, or null.</summary>
    public string? Resolve(string path)
    {
        var rest = new Stack<string>(Parts(path));
        var at = new List<string>();
        for (var links = 0; rest.TryPop(out var part);)
        {
            if (part == "..")
            {
                if (at.Count > 0)
                    at.RemoveAt(at.Count - 1);
                continue;
            }

            at.Add(part);
            if (new FileInfo(Place(at)).LinkTarget is not { } target)
                continue;
            if (++links > MaximumLinks)
                return null;
            if (target.StartsWith('/'))
                at.Clear();
            else
                at.RemoveAt(at.Count - 1);
            foreach (var step in Parts(target))
                rest.Push(step);
        }

        var place = Place(at);
        return File.Exists(place) ? place : null;
    }

    private string Place(List<string> parts) => Path.Combine(root, string.Join('/', parts));

    private static IEnumerable<string> Parts(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").Reverse();
}
