using EnvCompiler.Run.Activation.Drivers;

namespace EnvCompiler.Run.Activation.Namespace;

/// <summary>
/// The plan of a root's namespace, in the order in which its steps take effect: the root's <c>usr</c>, links and <c>etc</c>; the writable
/// <c>/var</c>; the root's <c>opt</c>; the host's other directories; envc itself; the environment where those hide it; every place of the store, read-only.
/// </summary>
public static class NamespaceComposer
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
    private static readonly HashSet<string> OwnNames = new(StringComparer.Ordinal) { "usr", "etc", "var", "lost+found", ".envc", ".envc-root", ".host-etc", ".envc-driver" };

    /// <summary>The plan.</summary>
    public static NamespacePlan Compose(NamespaceRequest request)
    {
        var steps = new List<NamespaceStep>();
        var visible = new[] { request.Project, request.Host.Store.Root };
        AddUsr(steps, request, visible);
        var rootNames = AddRootLinks(steps, request);
        AddEtc(steps, request);
        steps.Add(new BindStep(request.Var, "/var", BindAccess.ReadWrite));
        if (AddOpt(steps, request))
            rootNames.Add("opt");
        AddHostDirectories(steps, request, rootNames);
        steps.Add(new BindStep(request.Host.EnvcDirectory, "/.envc", BindAccess.ReadOnly));
        AddDriver(steps, request.Driver);
        steps.Add(new DirectoryStep($"/.envc-root/{request.RootId}"));
        foreach (var place in (ReadOnlySpan<string>)[request.Project, request.LocalState])
        {
            if (IsHidden(place) && (place == request.Project || !StorePlaces.IsWithin(place, request.Project)))
                steps.Add(new BindStep(place, place, BindAccess.ReadWrite));
        }

        foreach (var place in request.StorePlaces)
            steps.Add(new BindStep(place, place, BindAccess.ReadOnly) { IsOptional = true });
        return new NamespacePlan(steps, request.Host.UserId == 0 ? Dropped : []);
    }

    /// <summary>The root's own directory lies over the host's of that name.</summary>
    private static bool IsHidden(string path) =>
        StorePlaces.IsWithin(path, "/usr") || StorePlaces.IsWithin(path, "/etc") || StorePlaces.IsWithin(path, "/var");

    // A read-only bind has no room for a mount point, so a directory that must show below /usr makes /usr a composed one.
    private static void AddUsr(List<NamespaceStep> steps, NamespaceRequest request, string[] visible)
    {
        var below = new Dictionary<string, NamespaceStep>(StringComparer.Ordinal);
        foreach (var path in visible)
        {
            if (StorePlaces.IsWithin(path, "/usr"))
                below[path] = new DirectoryStep(path);
        }

        foreach (var directory in request.Driver.UsrDirectories)
            below[directory] = new BindStep(directory, directory, BindAccess.ReadOnly) { IsOptional = true };

        if (below.Count == 0)
        {
            steps.Add(new BindStep($"{request.RootFileSystem}/usr", "/usr", BindAccess.ReadOnly));
            return;
        }

        foreach (var entry in new DirectoryInfo($"{request.RootFileSystem}/usr").EnumerateDirectories())
        {
            var place = $"/usr/{entry.Name}";
            if (entry.LinkTarget is null && !below.Keys.Any(path => StorePlaces.IsWithin(path, place)))
                below[place] = new BindStep(entry.FullName, place, BindAccess.ReadOnly);
        }

        new DirectoryComposition(steps, request.RootFileSystem, below).Compose("/usr");
    }

    // One by one, so that no other file of the host is found with them.
    private static void AddDriver(List<NamespaceStep> steps, DriverFiles driver)
    {
        foreach (var (name, file) in driver.Libraries)
            steps.Add(new BindStep(file, $"{DriverPlaces.Libraries}/{name}", BindAccess.ReadOnly) { IsOptional = true });
        foreach (var (name, target) in driver.Links)
            steps.Add(new SymlinkStep(target, $"{DriverPlaces.Libraries}/{name}"));
        foreach (var (name, file) in driver.Programs)
            steps.Add(new BindStep(file, $"{DriverPlaces.Programs}/{name}", BindAccess.ReadOnly) { IsOptional = true });
        // Entered from another root, the host's own places are hidden, and this one shows them.
        if (driver.Libraries.Count > 0)
            steps.Add(new BindStep(DriverPlaces.Directory, DriverPlaces.Directory, BindAccess.ReadOnly) { IsOptional = true });
    }

    // /bin, /lib and their like.
    private static HashSet<string> AddRootLinks(List<NamespaceStep> steps, NamespaceRequest request)
    {
        var names = new HashSet<string>(OwnNames, StringComparer.Ordinal);
        foreach (var entry in new DirectoryInfo(request.RootFileSystem).EnumerateFileSystemInfos())
        {
            if (entry.LinkTarget is { } target && names.Add(entry.Name))
                steps.Add(new SymlinkStep(target, $"/{entry.Name}"));
        }

        return names;
    }

    private static void AddEtc(List<NamespaceStep> steps, NamespaceRequest request)
    {
        steps.Add(new BindStep("/etc", HostEtc.Place, BindAccess.ReadOnly));
        // Entered from another root, /etc is that root's, whose links lead here.
        steps.Add(new BindStep(HostEtc.Place, HostEtc.Place, BindAccess.ReadOnly) { IsOptional = true });
        var replacements = HostEtc.Links(request.Host.HostRoot);
        foreach (var (place, file) in request.Files)
            replacements[place] = new BindStep(file, place, BindAccess.ReadOnly);
        new DirectoryComposition(steps, request.RootFileSystem, replacements).Compose("/etc");
    }

    // Packages that envc builds are in /opt, beside what the host has there; Debian's are never.
    private static bool AddOpt(List<NamespaceStep> steps, NamespaceRequest request)
    {
        var own = new SortedDictionary<string, NamespaceStep>(StringComparer.Ordinal);
        var root = new DirectoryInfo($"{request.RootFileSystem}/opt");
        foreach (var entry in root.Exists ? root.EnumerateFileSystemInfos() : [])
            own[$"/opt/{entry.Name}"] = new BindStep(entry.FullName, $"/opt/{entry.Name}", BindAccess.ReadOnly);
        foreach (var (place, directory) in request.Outputs)
            own[place] = new BindStep(directory, place, BindAccess.ReadWrite);
        if (own.Count == 0)
            return false;

        steps.Add(new DirectoryStep("/opt"));
        var host = new DirectoryInfo(Path.Combine(request.Host.HostRoot, "opt"));
        foreach (var entry in host.Exists ? host.EnumerateFileSystemInfos() : [])
        {
            var place = $"/opt/{entry.Name}";
            if (own.ContainsKey(place))
                continue;
            steps.Add(entry.LinkTarget is { } target ? new SymlinkStep(target, place) : new BindStep(place, place, BindAccess.ReadWrite) { IsOptional = true });
        }

        steps.AddRange(own.Values);
        return true;
    }

    private static void AddHostDirectories(List<NamespaceStep> steps, NamespaceRequest request, HashSet<string> taken)
    {
        foreach (var entry in new DirectoryInfo(request.Host.HostRoot).EnumerateFileSystemInfos())
        {
            var place = $"/{entry.Name}";
            // The host's own links into its /usr.
            if (taken.Contains(entry.Name) || entry.Name is "bin" or "sbin" or "lib" or "lib32" or "lib64" or "libx32")
                continue;
            if (entry.LinkTarget is { } target)
                steps.Add(new SymlinkStep(target, place));
            else if (entry is DirectoryInfo)
                steps.Add(entry.Name is "dev" or "proc" or "sys"
                    ? new BindStep(place, place, BindAccess.Devices)
                    : new BindStep(place, place, BindAccess.ReadWrite) { IsOptional = true });
        }
    }
}
