using System.Globalization;
using System.Text;
using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Targets;
using EnvCompiler.Run.Activation.Drivers;
using EnvCompiler.Run.Activation.Namespace;
using EnvCompiler.Run.Activation.Ways;

namespace EnvCompiler.Run.Activation;

/// <summary>
/// Keeps <c>.envc/hosts/HOST-UID/</c> (<see cref="HostFactsLayout"/>) true: a fingerprint of what it was made from is compared at every
/// activation, which costs a few system calls; only a difference writes anything.
/// </summary>
/// <param name="host">The host and user.</param>
/// <param name="writer">Writes.</param>
/// <param name="processes">Runs <c>getent</c>.</param>
public sealed class HostFacts(HostContext host, FileWriter writer, IProcessRunner processes)
{
    // Raised when envc composes namespaces in another way.
    private const int Recipe = 3;

    /// <summary>Renews what is out of date for one target of a generation.</summary>
    /// <param name="layout">The environment; its directory is a real path.</param>
    /// <param name="generation">Number.</param>
    /// <param name="target">Target.</param>
    /// <param name="spec">The target's <c>activation.json</c>.</param>
    /// <param name="cancellation">Ends helper programs.</param>
    /// <returns>Where the facts are, or ENVC0501 when a root is not in the store, ENVC0541 and ENVC0542 for paths that cannot work.</returns>
    public async Task<Result<HostFactsLayout>> EnsureAsync(
        EnvironmentLayout layout, int generation, Target target, ActivationSpec spec, CancellationToken cancellation)
    {
        if (host.Store.Root.AsSpan().ContainsAny(":;\n"))
            return ActivationDiagnostics.StorePath(host.Store.Root);
        if (layout.Directory.AsSpan().ContainsAny(":\n"))
            return ActivationDiagnostics.ProjectPath(layout.Directory);
        var facts = new HostFactsLayout(layout.HostFacts(host.HostName, host.UserId));
        foreach (var (group, rootId) in spec.Roots)
        {
            if (!Directory.Exists(host.Store.RootFileSystem(rootId)))
                return ActivationDiagnostics.RootMissing(group, host.Store.Root);
        }

        var fingerprint = host.IsInsideRoot && File.Exists(facts.Fingerprint)
            ? File.ReadAllText(facts.Fingerprint)
            : Fingerprint(layout);
        if (HasFingerprint(facts, fingerprint) && Directory.Exists(facts.Env(generation, target)) && MissingArguments(facts, spec).Count == 0)
            return facts;

        // Activations that start together write one after the other; the later one finds the work done.
        writer.EnsureDirectory(facts.Directory, FileWriter.PrivateDirectory);
        using var held = await FileLock.AcquireAsync(Path.Combine(facts.Directory, "lock"), onWait: null, TimeProvider.System, cancellation);
        if (!HasFingerprint(facts, fingerprint))
            await WriteAllAsync(layout, facts, spec, fingerprint, cancellation);
        foreach (var (group, rootId) in MissingArguments(facts, spec))
            await WriteArgumentsAsync(layout, facts, group, rootId, cancellation);
        if (!Directory.Exists(facts.Env(generation, target)))
            WriteEnv(layout, facts, generation, target, spec);
        return facts;
    }

    private static bool HasFingerprint(HostFactsLayout facts, string fingerprint) =>
        File.Exists(facts.Fingerprint) && File.ReadAllText(facts.Fingerprint) == fingerprint;

    private static List<KeyValuePair<string, string>> MissingArguments(HostFactsLayout facts, ActivationSpec spec)
    {
        var missing = new List<KeyValuePair<string, string>>();
        foreach (var root in spec.Roots)
        {
            if (!File.Exists(facts.Arguments(root.Key, root.Value)))
                missing.Add(root);
        }

        return missing;
    }

    /// <summary>Everything that the files depend on; equal text means equal files.</summary>
    internal string Fingerprint(EnvironmentLayout layout)
    {
        var text = new StringBuilder()
            .Append("recipe ").Append(Recipe).Append('\n')
            .Append("project ").Append(layout.Directory).Append('\n')
            .Append("envc ").Append(host.EnvcDirectory).Append('\n');
        foreach (var place in StorePlacesNow())
            text.Append("store ").Append(place).Append('\n');
        var top = Directory.GetFileSystemEntries(host.HostRoot);
        Array.Sort(top, StringComparer.Ordinal);
        foreach (var entry in top)
            text.Append("top ").Append(entry).Append(' ').Append(new FileInfo(entry).LinkTarget).Append('\n');
        foreach (var name in (ReadOnlySpan<string>)["etc/passwd", "etc/group", "etc/localtime", .. CertificateBundle.Places])
        {
            var time = File.GetLastWriteTimeUtc(Path.Combine(host.HostRoot, name));
            text.Append(name).Append(' ').Append(time.Ticks).Append('\n');
        }

        foreach (var entry in Optional(Path.Combine(host.HostRoot, "opt")))
            text.Append("opt ").Append(entry).Append('\n');
        foreach (var name in HostEtc.Links(host.HostRoot).Keys)
            text.Append("etc ").Append(name).Append('\n');
        text.Append("driver ").Append(new DriverSearch(host.HostRoot).Fingerprint());
        return text.ToString();
    }

    private static string[] Optional(string directory)
    {
        var entries = Directory.Exists(directory) ? Directory.GetFileSystemEntries(directory) : [];
        Array.Sort(entries, StringComparer.Ordinal);
        return entries;
    }

    private IReadOnlyList<string> StorePlacesNow() => StorePlaces.Find(host.Store.Root, File.ReadLines("/proc/self/mountinfo"));

    private async Task WriteAllAsync(
        EnvironmentLayout layout, HostFactsLayout facts, ActivationSpec spec, string fingerprint, CancellationToken cancellation)
    {
        writer.EnsureDirectory(facts.Directory, FileWriter.PrivateDirectory);
        // Without a fingerprint nothing here counts as true, so an end in the middle is made good by the next activation.
        writer.Operations.Unlink(facts.Fingerprint);
        DirectoryTree.Delete(writer.Operations, Path.GetDirectoryName(facts.Arguments("", ""))!);
        ProotRoots.Forget(facts, writer.Operations);
        writer.Replace(facts.Project, layout.Directory + "\n");
        writer.Replace(facts.StorePlaces, string.Concat(StorePlacesNow().Select(place => place + "\n")));
        writer.ReplaceSymlink(facts.Store, host.Store.Root);
        foreach (var (group, rootId) in spec.Roots)
            await WriteArgumentsAsync(layout, facts, group, rootId, cancellation);
        writer.Replace(facts.Fingerprint, fingerprint);
    }

    private async Task WriteArgumentsAsync(
        EnvironmentLayout layout, HostFactsLayout facts, string group, string rootId, CancellationToken cancellation)
    {
        var arguments = facts.Arguments(group, rootId);
        writer.EnsureDirectory(Path.GetDirectoryName(arguments)!);
        writer.Replace(arguments, BwrapArguments.Render(await PlanAsync(layout, facts, group, rootId, cancellation)));
    }

    /// <summary>Makes what proot needs to run programs of these roots; the reason why that cannot be, or null.</summary>
    internal Task<string?> PrepareProotAsync(
        EnvironmentLayout layout, HostFactsLayout facts, ActivationSpec spec, CancellationToken cancellation) =>
        new ProotRoots(writer, processes).PrepareAsync(
            facts, host.Store, StorePlacesNow(), spec.Roots, (group, rootId) => PlanAsync(layout, facts, group, rootId, cancellation), cancellation);

    /// <summary>Writes the arguments of a namespace in which a build fills directories.</summary>
    /// <param name="activation">The activation whose default group's root it is.</param>
    /// <param name="outputs">The directories, by absolute path inside.</param>
    /// <param name="file">Where the arguments go.</param>
    /// <param name="cancellation">Ends helper programs.</param>
    internal async Task WriteBuildArgumentsAsync(
        PreparedActivation activation, IReadOnlyDictionary<string, string> outputs, string file, CancellationToken cancellation)
    {
        var group = activation.Spec.DefaultGroup!;
        var plan = await PlanAsync(activation.Generation.Layout, activation.Facts, group, activation.Spec.Roots[group], cancellation, outputs);
        writer.Replace(file, BwrapArguments.Render(plan));
    }

    /// <summary>What the namespace of a group's root is on this host; makes the files that it binds.</summary>
    private async Task<NamespacePlan> PlanAsync(
        EnvironmentLayout layout, HostFactsLayout facts, string group, string rootId, CancellationToken cancellation,
        IReadOnlyDictionary<string, string>? outputs = null)
    {
        var root = host.Store.RootFileSystem(rootId);
        var variable = layout.VarOf(group);
        new VarDirectory(writer).AddMissing(Path.Combine(root, "var"), variable);
        var driver = new DriverSearch(host.HostRoot).Find();
        return NamespaceComposer.Compose(new NamespaceRequest
        {
            Host = host,
            RootId = rootId,
            RootFileSystem = root,
            Project = layout.Directory,
            LocalState = layout.LocalState,
            Var = variable,
            StorePlaces = StorePlacesNow(),
            Files = await new ComposedFiles(host, writer, processes).WriteAsync(facts.Files(group, rootId), root, driver, cancellation),
            Driver = driver,
            Outputs = outputs ?? new Dictionary<string, string>(),
        });
    }

    private void WriteEnv(EnvironmentLayout layout, HostFactsLayout facts, int generation, Target target, ActivationSpec spec)
    {
        var env = facts.Env(generation, target);
        var temporary = $"{env}.tmp-{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}";
        writer.EnsureDirectory(Path.GetDirectoryName(env)!);
        DirectoryTree.Delete(writer.Operations, temporary);
        writer.Operations.CreateDirectory(temporary, FileWriter.Executable);
        // Relative where it can be, so that a moved environment keeps its commands.
        var bin = layout.LocalState == layout.State
            ? $"../../../../../../generations/{generation}/targets/{target}/bin"
            : Path.Combine(layout.TargetOf(generation, target), "bin");
        writer.Operations.Symlink(bin, Path.Combine(temporary, "bin"));
        if (spec.DefaultGroup is { } group)
        {
            var root = host.Store.RootFileSystem(spec.Roots[group]);
            foreach (var name in (ReadOnlySpan<string>)["share", "lib", "include"])
                writer.Operations.Symlink($"{root}/usr/{name}", Path.Combine(temporary, name));
            writer.Operations.Symlink($"{root}/etc", Path.Combine(temporary, "etc"));
        }

        try
        {
            writer.Operations.Rename(temporary, env);
        }
        catch (IOException) when (Directory.Exists(env))
        {
            // Another activation made the same links first.
            DirectoryTree.Delete(writer.Operations, temporary);
        }
    }
}
