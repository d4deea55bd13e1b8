using System.Threading;
using EnvCompiler.Cli.Commands;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Resolve.Catalogs.Debian;
using EnvCompiler.Run.Activation;
using EnvCompiler.Store.Packing;
using Lock = EnvCompiler.Model.Locks.Lock;

namespace EnvCompiler.Cli.Pipeline.Building;

/// <summary>Makes the packages of <c>[build]</c>: runs a command in the environment and packs what it left in <c>$out</c>.</summary>
/// <param name="context">The machine's services.</param>
/// <param name="layout">The environment.</param>
public sealed class PackageBuilder(CliContext context, EnvironmentLayout layout)
{
    private readonly FileWriter writer = new(context.Files);

    /// <summary>Makes one package; the one that was there is replaced when the new one is whole.</summary>
    /// <param name="source">The manifest.</param>
    /// <param name="name">An entry of <c>[build]</c>.</param>
    /// <param name="cancellation">Ends it; nothing half-written stays in its place.</param>
    public async Task<Result<PackageFile>> BuildAsync(ManifestSource source, string name, CancellationToken cancellation)
    {
        var place = source.PlaceOf(KeyPath.Of("build", name));
        if (!source.Manifest.Build.TryGetValue(name, out var definition))
            return BuildDiagnostics.Unknown(source.PlaceOf("build"), name, source.Manifest.Build.Keys);
        if (definition.Sandbox != BuildDefinition.NoSandbox)
            return BuildDiagnostics.Sandboxed(source.PlaceOf(KeyPath.Of("build", name, "sandbox")), name, definition.Sandbox);
        if (!(await new ActivationPreparer(context, layout).PrepareAsync(cancellation)).TryGet(out var activation, out var problems))
            return Result<PackageFile>.Failure(problems);
        if (activation.Spec.DefaultGroup is null || activation.Host.IsInsideRoot)
            return BuildDiagnostics.NoRoot(place);

        var directory = layout.BuildDirectory(name);
        writer.EnsureDirectory(Path.GetDirectoryName(directory)!);
        using var held = await FileLock.AcquireAsync(directory + ".lock", SayWait, context.Time, cancellation);
        DirectoryTree.Delete(context.Files, directory);
        writer.EnsureDirectory(Path.Combine(directory, "out"));
        try
        {
            var build = new RootBuild(activation, writer, context.Processes);
            return await PackAsync(build, definition, new PackagePlan(name, place, Path.Combine(directory, "out"), activation), cancellation);
        }
        finally
        {
            DirectoryTree.Delete(context.Files, directory);
        }
    }

    private async Task<Result<PackageFile>> PackAsync(RootBuild build, BuildDefinition definition, PackagePlan plan, CancellationToken cancellation)
    {
        if (!(await VersionAsync(build, definition, plan, cancellation)).TryGet(out var version, out var problems))
            return Result<PackageFile>.Failure(problems);
        var (exitCode, lines) = await build.RunAsync(
            definition.Command, $"/{PackedTree.PlaceOf(plan.Name)}", plan.Output, context.UserInterface.Say, cancellation);
        if (exitCode != 0)
            return BuildDiagnostics.Failed(plan.Place, plan.Name, exitCode, lines);
        if (!Directory.EnumerateFileSystemEntries(plan.Output).Any())
            return BuildDiagnostics.Empty(plan.Place, plan.Name);
        if (!PackedTree.Of(plan.Name, plan.Output).TryGet(out var entries, out problems))
            return Result<PackageFile>.Failure(problems);
        var depends = new RuntimeNeeds(context.Store, LockOf(plan.Activation), plan.Activation).Of(plan.Output, definition.RuntimePackages ?? []);
        if (!depends.TryGet(out var needs, out problems))
            return Result<PackageFile>.Failure(problems);

        var control = new ControlText(plan.Name, version, plan.Activation.Choice.Target.DebianArchitecture)
        {
            Depends = needs,
            Description = definition.Description,
        };
        // Made in the directory of this build, which the next one removes whatever became of this one.
        var (made, place) = (plan.Output + ".deb", layout.BuiltPackage(plan.Name));
        new DebWriter(context.Files).Write(made, control.ToString(), entries);
        context.Files.Rename(made, place);
        context.Files.SyncDirectory(Path.GetDirectoryName(place)!);
        return PackageFile.Read(place, ShownPath.Of(place));
    }

    private async Task<Result<string>> VersionAsync(RootBuild build, BuildDefinition definition, PackagePlan plan, CancellationToken cancellation)
    {
        var version = definition.Version ?? "0";
        if (definition.VersionFile is { } file)
        {
            var path = Path.Combine(layout.Directory, file);
            if (!File.Exists(path))
                return BuildDiagnostics.NoVersion(plan.Place, plan.Name, $"there is no file `{file}`");
            version = File.ReadLines(path).FirstOrDefault()?.Trim() ?? "";
        }
        else if (definition.VersionCommand is { } command)
        {
            (var exitCode, version) = await build.CaptureAsync(command, cancellation);
            if (exitCode != 0)
                return BuildDiagnostics.NoVersion(plan.Place, plan.Name, $"`{command}` ended with exit code {exitCode}");
        }

        return DebianVersion.TryParse(version, out _) ? version : BuildDiagnostics.NoVersion(plan.Place, plan.Name, $"`{version}` is none");
    }

    private static Lock LockOf(PreparedActivation activation)
    {
        var file = Path.Combine(activation.Generation.Directory, "manifest.lock");
        return LockFile.Read(file, File.ReadAllBytes(file)).Value;
    }

    private void SayWait(string holder) => context.UserInterface.Say($"envc: waiting for another build of this package: {FileLock.Describe(holder)}");
}
