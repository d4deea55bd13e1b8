using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Manifests.Composing;

namespace EnvCompiler.Host.Machine;

/// <summary>Reads manifests for those who want nothing of the lock; it is opened only where the manifest includes environments.</summary>
public static class ManifestFile
{
    /// <summary>Reads a manifest with all that it includes, as its lock has it.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="lockFile">Its lock; it may be missing.</param>
    /// <param name="shown">What diagnostics call a path; null for the path itself.</param>
    /// <returns>The manifest; ENVC0139 where the lock does not have what it includes, or all that is wrong with either.</returns>
    public static Result<ManifestSource> Read(string manifest, string lockFile, Func<string, string>? shown = null)
    {
        var text = ManifestText.Parse(shown?.Invoke(manifest) ?? manifest, File.ReadAllBytes(manifest));
        if (!text.HasIncludes || !File.Exists(lockFile))
            return ManifestReader.Read(text, included: null);
        return LockFile.Read(shown?.Invoke(lockFile) ?? lockFile, File.ReadAllBytes(lockFile)).TryGet(out var locked, out var problems)
            ? ManifestReader.Read(text, locked.Include)
            : Result<ManifestSource>.Failure(problems);
    }
}
