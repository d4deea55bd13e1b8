namespace EnvCompiler.Run.Activation.Namespace;

/// <summary>
/// The mount namespace of a root as options for <c>bwrap --args</c>, in the order in which they take effect:
/// a tmpfs as <c>/</c>; the root's <c>usr</c>, links and <c>etc</c>; the writable <c>/var</c>; the host's other directories; envc itself; the
/// environment where those hide it; every place of the store, read-only; at last <c>/</c> read-only.
/// </summary>
public static class NamespaceArguments
{
    /// <summary>
    /// What uid 0 loses: whatever lets a process change mounts or reach another process's view of them, read files by handle, make
    /// device nodes, load code into the kernel, or touch memory and devices directly (capabilities(7)).
    /// </summary>
    private static readonly string[] Dropped =
    [
        "CAP_SYS_ADMIN", "CAP_SYS_PTRACE", "CAP_DAC_READ_SEARCH", "CAP_MKNOD", "CAP_SYS_MODULE", "CAP_SYS_RAWIO", "CAP_SYS_BOOT",
        "CAP_BPF", "CAP_PERFMON", "CAP_CHECKPOINT_RESTORE", "CAP_MAC_ADMIN", "CAP_MAC_OVERRIDE",
    ];

    // Of the root, or made by envc.
    private static readonly HashSet<string> OwnNames = new(StringComparer.Ordinal) { "usr", "etc", "var", "lost+found", ".envc", ".envc-root", ".host-etc" };

    /// <summary>The options' bytes.</summary>
    public static byte[] Compose(NamespaceRequest request)
    {
        var arguments = new ArgumentList();
        var visible = new[] { request.Project, request.Host.Store.Root };
        arguments.Add("--tmpfs", "/");
        AddUsr(arguments, request, visible);
        var rootNames = AddRootLinks(arguments, request);
        AddEtc(arguments, request);
        arguments.Add("--bind", request.Var, "/var");
        AddHostDirectories(arguments, request, rootNames);
        arguments.Add("--ro-bind", request.Host.EnvcDirectory, "/.envc");
        arguments.Add("--dir", $"/.envc-root/{request.RootId}");
        if (IsHidden(request.Project))
            arguments.Add("--bind", request.Project, request.Project);
        foreach (var place in request.StorePlaces)
            arguments.Add("--ro-bind-try", place, place);
        arguments.Add("--remount-ro", "/");
        if (request.Host.UserId == 0)
        {
            foreach (var capability in Dropped)
                arguments.Add("--cap-drop", capability);
        }

        return arguments.ToBytes();
    }

    /// <summary>The root's own directory lies over the host's of that name.</summary>
    private static bool IsHidden(string path) =>
        StorePlaces.IsWithin(path, "/usr") || StorePlaces.IsWithin(path, "/etc") || StorePlaces.IsWithin(path, "/var");

    // A read-only bind has no room for a mount point, so a directory that must show below /usr makes /usr a composed one.
    private static void AddUsr(ArgumentList arguments, NamespaceRequest request, string[] visible)
    {
        var below = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var path in visible)
        {
            if (StorePlaces.IsWithin(path, "/usr"))
                below[path] = ["--dir", path];
        }

        if (below.Count == 0)
        {
            arguments.Add("--ro-bind", $"{request.RootFileSystem}/usr", "/usr");
            return;
        }

        foreach (var entry in new DirectoryInfo($"{request.RootFileSystem}/usr").EnumerateDirectories())
        {
            var place = $"/usr/{entry.Name}";
            if (entry.LinkTarget is null && !below.Keys.Any(path => StorePlaces.IsWithin(path, place)))
                below[place] = ["--ro-bind", entry.FullName, place];
        }

        new DirectoryComposition(arguments, request.RootFileSystem, below).Compose("/usr");
    }

    // /bin, /lib and their like.
    private static HashSet<string> AddRootLinks(ArgumentList arguments, NamespaceRequest request)
    {
        var names = new HashSet<string>(OwnNames, StringComparer.Ordinal);
        foreach (var entry in new DirectoryInfo(request.RootFileSystem).EnumerateFileSystemInfos())
        {
            if (entry.LinkTarget is { } target && names.Add(entry.Name))
                arguments.Add("--symlink", target, $"/{entry.Name}");
        }

        return names;
    }

    private static void AddEtc(ArgumentList arguments, NamespaceRequest request)
    {
        arguments.Add("--ro-bind", "/etc", HostEtc.Place);
        var replacements = HostEtc.Links(request.Host.HostRoot);
        foreach (var (place, file) in request.Files)
            replacements[place] = ["--ro-bind", file, place];
        new DirectoryComposition(arguments, request.RootFileSystem, replacements).Compose("/etc");
    }

    private static void AddHostDirectories(ArgumentList arguments, NamespaceRequest request, HashSet<string> taken)
    {
        foreach (var entry in new DirectoryInfo(request.Host.HostRoot).EnumerateFileSystemInfos())
        {
            var place = $"/{entry.Name}";
            // The host's own links into its /usr.
            if (taken.Contains(entry.Name) || entry.Name is "bin" or "sbin" or "lib" or "lib32" or "lib64" or "libx32")
                continue;
            if (entry.LinkTarget is { } target)
                arguments.Add("--symlink", target, place);
            else if (entry is DirectoryInfo)
                arguments.Add(entry.Name is "dev" or "proc" or "sys" ? "--dev-bind" : "--bind-try", place, place);
        }
    }
}
