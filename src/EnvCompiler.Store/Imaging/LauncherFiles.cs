using System.Text;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Store.Imaging;

/// <summary>
/// The launcher for where no envc is: <c>/.envc/envc-run</c> with its own dynamic loader and libraries, so that it starts in a root that has none, has older ones, or has musl.
/// <list type="bullet">
/// <item><c>PT_INTERP</c> of the launcher is patched in place to <c>/.envc/ld.so</c>;</item>
/// <item>the loader is the locked one, in which <c>/etc/ld.so.cache</c> is patched to <c>/.envc/ld.cache</c>, a cache that knows the libraries of <c>/.envc/lib</c> and no others.</item>
/// </list>
/// Programs that the launcher starts have the root's own loader and see nothing of this.
/// </summary>
public static class LauncherFiles
{
    private const string Loader = "ld.so";
    private const string Cache = "ld.cache";
    private const string HostCache = "/etc/ld.so.cache";

    // Opened by name by .NET's cryptography at the first hash, so no header names it.
    private const string OpenSsl = "libssl.so.3";

    /// <summary>Makes them.</summary>
    /// <param name="launcher">Absolute path of <c>envc-run</c>.</param>
    /// <param name="roots">File systems of the target's composed roots, the default group's first: where loader and libraries are taken from.</param>
    /// <returns>Entries below <c>.envc</c>, directories first; or which library no root has.</returns>
    /// <exception cref="IOException">The launcher or a root cannot be read.</exception>
    public static Result<IReadOnlyList<ImageEntry>> Of(string launcher, IReadOnlyList<string> roots)
    {
        var program = File.ReadAllBytes(launcher);
        if (ElfProgram.TryRead(program) is not { InterpreterPlace: { } interpreter } elf)
            return StoreDiagnostics.UnusableLauncher(launcher, "it names no dynamic loader");
        var hostLoader = Encoding.UTF8.GetString(program[interpreter]).TrimEnd('\0');
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var root in roots.Select(path => new RootLibraries(path)))
        {
            var lacks = new SortedSet<string>(StringComparer.Ordinal);
            var libraries = Libraries(root, [.. elf.Needed, OpenSsl], Path.GetFileName(hostLoader), lacks);
            if (root.Resolve(hostLoader) is not { } loader)
                lacks.Add(hostLoader);
            else if (lacks.Count == 0)
                return Made(program, interpreter, loader, libraries);
            missing.UnionWith(lacks);
        }

        return StoreDiagnostics.NoLauncherLibrary([.. missing]);
    }

    private static Result<IReadOnlyList<ImageEntry>> Made(byte[] program, Range interpreter, string loader, SortedDictionary<string, string> libraries)
    {
        Write(program.AsSpan(interpreter), $"{ContainedLayout.Root}/{Loader}");
        var patched = File.ReadAllBytes(loader);
        var places = Occurrences(patched, Encoding.UTF8.GetBytes($"\0{HostCache}\0"));
        if (places.Count != 1)
            return StoreDiagnostics.UnusableLauncher(loader, $"it names `{HostCache}` {places.Count} times, not once");
        Write(patched.AsSpan(places[0] + 1, HostCache.Length), $"{ContainedLayout.Root}/{Cache}");

        var top = ContainedLayout.Root[1..];
        var cache = LinkerCacheFile.Write(libraries.Keys.ToDictionary(name => name, name => $"/{top}/lib/{name}", StringComparer.Ordinal));
        var entries = new List<ImageEntry>
        {
            new ImageEntry.Directory(top),
            new ImageEntry.Directory($"{top}/lib"),
            new ImageEntry.Made(ContainedLayout.Launcher[1..], program, IsProgram: true),
            new ImageEntry.Made($"{top}/{Cache}", cache, IsProgram: false),
            new ImageEntry.Made($"{top}/{Loader}", patched, IsProgram: true),
        };
        entries.AddRange(libraries.Select(library => ImageEntry.File.Of($"{top}/lib/{library.Key}", new FileInfo(library.Value))));
        return entries;
    }

    // The closure of what is needed: files by name. glibc's libraries need the loader by its usual name, and it knows itself by that.
    private static SortedDictionary<string, string> Libraries(RootLibraries root, IReadOnlyList<string> wanted, string loader, SortedSet<string> missing)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var todo = new Queue<string>(wanted);
        while (todo.TryDequeue(out var name))
        {
            if (name == loader || found.ContainsKey(name) || missing.Contains(name))
                continue;
            if (root.Find(name) is not { } file || ElfProgram.TryRead(File.ReadAllBytes(file)) is not { } library)
            {
                missing.Add(name);
                continue;
            }

            found.Add(name, file);
            foreach (var needed in library.Needed)
                todo.Enqueue(needed);
        }

        return found;
    }

    private static List<int> Occurrences(ReadOnlySpan<byte> content, ReadOnlySpan<byte> wanted)
    {
        var places = new List<int>();
        for (var at = 0; content[at..].IndexOf(wanted) is >= 0 and var next; at += next + 1)
            places.Add(at + next);
        return places;
    }

    // Whatever follows the text was part of the longer one.
    private static void Write(Span<byte> place, string text)
    {
        place.Clear();
        Encoding.UTF8.GetBytes(text, place);
    }
}
