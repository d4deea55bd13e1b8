using System.Security.Cryptography;
using EnvCompiler.Host.Machine;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests.Composing;

namespace EnvCompiler.Cli.Pipeline.Including;

/// <summary>Finds environments of this host to include.</summary>
internal static class DirectoryIncludes
{
    /// <summary>Finds one. Its manifest counts as it lies there; of what it includes itself, what its own lock has.</summary>
    /// <param name="request">What is included.</param>
    /// <param name="directory">The directory of the environment that includes it; null where that is of a registry, which nobody else's directory can be a part of.</param>
    /// <param name="kept">What of it is taken as it is; null to read it.</param>
    internal static Result<FoundEnvironment> Find(IncludeRequest request, string? directory, LockedInclude? kept)
    {
        var relative = request.Environment.Dir!;
        if (directory is null)
            return IncludeDiagnostics.DirectoryInRegistry(request.Place, relative);
        var place = HostPlaces.RealPath(Path.GetFullPath(relative, directory));
        if (kept is not null)
            return new FoundEnvironment(ManifestText.Parse(ShownPath.Of(Path.Combine(place, kept.File ?? LockedInclude.DefaultFile)), kept.Text), kept.Include) { Identity = place, Directory = place, File = kept.File };
        if (!ManifestLocator.Find(place).TryGet(out var found, out var problems))
            return Result<FoundEnvironment>.Failure(problems);
        var text = ManifestText.Parse(ShownPath.Of(found.Manifest), File.ReadAllBytes(found.Manifest));
        if (text.SyntaxErrors is { Count: > 0 } errors)
            return Result<FoundEnvironment>.Failure(errors);
        IReadOnlyList<LockedInclude>? pins = null;
        if (text.HasIncludes && File.Exists(found.Lock))
        {
            if (!LockFile.Read(ShownPath.Of(found.Lock), File.ReadAllBytes(found.Lock)).TryGet(out var locked, out problems))
                return Result<FoundEnvironment>.Failure(problems);
            pins = locked.Include;
        }

        var file = Path.GetRelativePath(place, found.Manifest);
        return new FoundEnvironment(text, pins) { Identity = place, Directory = place, File = file == LockedInclude.DefaultFile ? null : file };
    }

    /// <summary>Names of the pinned directories whose manifest is another by now; one that is not there at the moment is none.</summary>
    /// <param name="pins">What an environment's lock has.</param>
    /// <param name="directory">The environment's directory.</param>
    internal static IReadOnlyList<string> FindMoved(IReadOnlyList<LockedInclude> pins, string directory)
    {
        var moved = new List<string>();
        foreach (var pin in pins)
        {
            if (pin.Dir is { } relative && Path.Combine(Path.GetFullPath(relative, directory), pin.File ?? LockedInclude.DefaultFile) is var file
                && File.Exists(file) && Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))) != pin.Sha256)
                moved.Add(pin.Name);
        }

        return moved;
    }
}
