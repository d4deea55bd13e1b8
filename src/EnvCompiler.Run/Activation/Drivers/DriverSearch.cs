using System.Runtime.InteropServices;
using System.Text;

namespace EnvCompiler.Run.Activation.Drivers;

/// <summary>
/// Finds the driver's files on a host, in this order: 1. the linker cache, 2. <c>/usr/local/nvidia</c> (GPU operators, Google's and other
/// clouds' hosts), 3. CDI specifications, 4. NixOS' <c>/run/opengl-driver</c>, 5. WSL. A directory whose libcuda is of the running kernel
/// module's version comes before one whose is not; of another version than the first one's, nothing is taken.
/// </summary>
/// <param name="hostRoot">The host's <c>/</c>.</param>
public sealed class DriverSearch(string hostRoot)
{
    private const string KernelModule = "sys/module/nvidia/version";
    private const string LinkerCache = "etc/ld.so.cache";
    private const string Wsl = "usr/lib/wsl";

    private static readonly string[] LibraryDirectories = ["usr/local/nvidia/lib64", "usr/local/nvidia/lib", "run/opengl-driver/lib", $"{Wsl}/lib"];
    private static readonly string[] CdiDirectories = ["etc/cdi", "var/run/cdi"];
    private static readonly string[] ProgramDirectories = ["usr/bin", "usr/local/nvidia/bin", "run/current-system/sw/bin", $"{Wsl}/lib"];
    private static readonly string[] DataDirectories = ["etc", "usr/share", "usr/local/nvidia/share", "usr/local/nvidia/etc", "run/opengl-driver/share", "run/opengl-driver/etc"];

    // Inside they are in /etc, where the loaders look before /usr/share, and which is composed anyhow.
    private static readonly string[] LoaderDirectories = ["vulkan/icd.d", "glvnd/egl_vendor.d", "OpenCL/vendors"];

    /// <summary>The driver's files; <see cref="DriverFiles.None"/> without one.</summary>
    public DriverFiles Find()
    {
        var (libraries, links) = FindLibraries();
        if (!Array.Exists(DriverNames.Core, name => libraries.ContainsKey(name) || links.ContainsKey(name)))
            return DriverFiles.None;
        return new DriverFiles
        {
            Libraries = libraries,
            Links = links,
            Programs = FindPrograms(),
            LoaderFiles = FindLoaderFiles([.. libraries.Keys, .. links.Keys]),
            UsrDirectories = Directory.Exists(At(Wsl)) ? ["/" + Wsl] : [],
        };
    }

    /// <summary>What an upgrade of the driver changes, as text to compare; a few system calls.</summary>
    public string Fingerprint()
    {
        var text = new StringBuilder().Append(KernelVersion()).Append('\n');
        foreach (var place in (ReadOnlySpan<string>)[LinkerCache, .. LibraryDirectories, .. CdiDirectories])
            text.Append(place).Append(' ').Append(File.GetLastWriteTimeUtc(At(place)).Ticks).Append('\n');
        return text.ToString();
    }

    private (SortedDictionary<string, string> Libraries, SortedDictionary<string, string> Links) FindLibraries()
    {
        var libraries = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var links = new SortedDictionary<string, string>(StringComparer.Ordinal);
        string? version = null;
        var kernel = KernelVersion();
        // OrderBy is stable: the order above counts among equals.
        foreach (var source in Sources().OrderBy(source => source.Version != kernel))
        {
            version ??= source.Version;
            if (source.Version is not null && source.Version != version)
                continue;
            foreach (var path in source.Files)
            {
                var name = Path.GetFileName(path);
                var real = RealPath(path);
                if (libraries.ContainsKey(name) || links.ContainsKey(name) || !IsOurs(real))
                    continue;
                var realName = Path.GetFileName(real);
                if (name != realName)
                    links[name] = realName;
                if (!links.ContainsKey(realName))
                    libraries.TryAdd(realName, real);
            }
        }

        return (libraries, links);
    }

    private IEnumerable<LibrarySource> Sources()
    {
        var cache = At(LinkerCache);
        if (File.Exists(cache))
        {
            var cached = LinkerCacheFile.Read(File.ReadAllBytes(cache)).Where(entry => DriverNames.IsLibrary(entry.Name)).Select(entry => At(entry.Path));
            foreach (var directory in cached.Select(path => Path.GetDirectoryName(path)!).Distinct())
                yield return SourceOf(directory);
        }

        foreach (var directory in LibraryDirectories.Take(2))
            yield return SourceOf(At(directory));
        yield return SourceOf([.. CdiFiles().Where(path => DriverNames.IsLibrary(Path.GetFileName(path))).SelectMany(WithShortNames)]);
        foreach (var directory in LibraryDirectories.Skip(2))
            yield return SourceOf(At(directory));
    }

    private LibrarySource SourceOf(string directory) => SourceOf(
        !Directory.Exists(directory)
            ? []
            : [.. Directory.EnumerateFiles(directory, "lib*.so*").Where(path => DriverNames.IsLibrary(Path.GetFileName(path))).Order(StringComparer.Ordinal)]);

    private LibrarySource SourceOf(IReadOnlyList<string> files)
    {
        var core = files.FirstOrDefault(path => Path.GetFileName(path) == DriverNames.Core[0]);
        var real = core is null ? null : Path.GetFileName(RealPath(core));
        return new LibrarySource(files, real is not null && real.StartsWith("libcuda.so.", StringComparison.Ordinal) ? real["libcuda.so.".Length..] : null);
    }

    // A specification names the files alone; what links lead to them is the container runtime's work. They lie beside them on the host.
    private static IEnumerable<string> WithShortNames(string path)
    {
        var stem = Path.GetFileName(path);
        stem = stem[..(stem.IndexOf(".so", StringComparison.Ordinal) + 3)];
        return Directory.Exists(Path.GetDirectoryName(path)) ? Directory.EnumerateFiles(Path.GetDirectoryName(path)!, stem + "*").Order(StringComparer.Ordinal) : [];
    }

    private IEnumerable<string> CdiFiles() =>
        CdiDirectories.Select(At).Where(Directory.Exists)
            .SelectMany(directory => Directory.EnumerateFiles(directory).Order(StringComparer.Ordinal))
            .Where(file => Path.GetExtension(file) is ".json" or ".yaml" or ".yml")
            .SelectMany(file => CdiSpecification.HostPaths(ReadIfAllowed(file)))
            .Select(At);

    private SortedDictionary<string, string> FindPrograms()
    {
        var programs = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in DriverNames.Programs)
        {
            // A script in its place (seen on a cloud's GPU host) calls the program by a path of the host.
            var path = ProgramDirectories.Select(directory => At($"{directory}/{name}"))
                .Concat(CdiFiles().Where(path => Path.GetFileName(path) == name)).Select(RealPath).FirstOrDefault(IsOurs);
            if (path is not null)
                programs[name] = path;
        }

        return programs;
    }

    private SortedDictionary<string, string> FindLoaderFiles(IReadOnlyCollection<string> libraries)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var directory in LoaderDirectories)
        {
            foreach (var data in DataDirectories.Select(data => At($"{data}/{directory}")).Where(Directory.Exists))
            {
                foreach (var path in Directory.EnumerateFiles(data, "*nvidia*").Order(StringComparer.Ordinal))
                    files.TryAdd($"/etc/{directory}/{Path.GetFileName(path)}", WithBareNames(File.ReadAllText(path), libraries));
            }
        }

        return files;
    }

    // Some hosts name the library by its path, which is another one inside; the dynamic loader finds it by name.
    private static string WithBareNames(string text, IReadOnlyCollection<string> libraries)
    {
        foreach (var library in libraries)
        {
            for (var end = text.IndexOf($"/{library}", StringComparison.Ordinal); end >= 0; end = text.IndexOf($"/{library}", StringComparison.Ordinal))
            {
                var start = text.LastIndexOfAny(['"', ' ', '\n'], end) + 1;
                text = text.Remove(start, end + 1 - start);
            }
        }

        return text;
    }

    // One that only uid 0 may read is meant for the runtimes of uid 0; the other sources remain.
    private static string ReadIfAllowed(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (UnauthorizedAccessException)
        {
            return "";
        }
    }

    private string KernelVersion() => File.Exists(At(KernelModule)) ? File.ReadAllText(At(KernelModule)).Trim() : "none";

    private string At(string path) => Path.Combine(hostRoot, path.TrimStart('/'));

    private static string RealPath(string path) => EnvCompiler.Host.Machine.HostPlaces.RealPath(path);

    // An ELF file of 64 bits for this machine: a host may have the 32-bit libraries too.
    private static bool IsOurs(string path)
    {
        // A link that leads nowhere is its own real path.
        if (!File.Exists(path) || new FileInfo(path).LinkTarget is not null)
            return false;
        Span<byte> head = stackalloc byte[20];
        using var file = File.OpenHandle(path);
        if (RandomAccess.Read(file, head, 0) < head.Length || head is not [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, ..])
            return false;
        // EM_AARCH64 and EM_X86_64 of elf(5).
        return head[18] == (RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 183 : 62);
    }

    /// <summary>Driver libraries of one source.</summary>
    /// <param name="Files">Paths, links among them.</param>
    /// <param name="Version">Version in the name of its libcuda's file; null without one.</param>
    private sealed record LibrarySource(IReadOnlyList<string> Files, string? Version);
}
