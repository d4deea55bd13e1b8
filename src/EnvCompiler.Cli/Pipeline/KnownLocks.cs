using EnvCompiler.Cli.Pipeline.Shipping;
using EnvCompiler.Compile.Generations;
using EnvCompiler.Host.Machine;
using EnvCompiler.Host.Network;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Store.Verifying;

namespace EnvCompiler.Cli.Pipeline;

/// <summary>The locks of all environments that use the store, of their generations and those beside their manifests; what cannot be read is left out.</summary>
/// <param name="context">The machine's services.</param>
internal sealed class KnownLocks(CliContext context)
{
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly List<VerifiedLock> locks = [];

    /// <summary>Reads them, each lock once.</summary>
    internal IReadOnlyList<VerifiedLock> Read()
    {
        foreach (var known in context.KnownEnvironments.All().Where(known => known.Presence == Presence.Present))
        {
            var layout = ManifestLocator.LayoutOf(known.Directory);
            Add(layout, layout.Manifest, layout.Lock);
            foreach (var number in GenerationNumbers.All(layout).Reverse())
                Add(layout, Path.Combine(layout.Generation(number), "manifest.toml"), Path.Combine(layout.Generation(number), "manifest.lock"));
        }

        return locks;
    }

    private void Add(EnvironmentLayout layout, string manifest, string lockFile)
    {
        if (!File.Exists(manifest) || !File.Exists(lockFile))
            return;
        var bytes = File.ReadAllBytes(lockFile);
        if (!seen.Add(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes)))
            || !LockFile.Read(lockFile, bytes).TryGet(out var read) || !ManifestReader.Read(manifest, File.ReadAllBytes(manifest), read.Include).TryGet(out var source))
            return;
        locks.Add(new VerifiedLock(read, DebianMirrors.OfThisHost().ForArtifacts(source.Manifest, read), NativeDirectories.Of(source.Manifest, layout))
        {
            Sources = ArtifactSources.Of(context, layout, source.Manifest).TryGet(out var places) ? places : [],
        });
    }
}
