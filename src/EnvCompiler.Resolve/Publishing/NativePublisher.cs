using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Catalogs;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Resolve.Catalogs.Native;

namespace EnvCompiler.Resolve.Publishing;

/// <summary>
/// Adds builds to a native catalog. The artifact is on disk before the package file names it, and that appears by a rename: whoever reads meanwhile sees the catalog
/// before or after. Publishers exclude each other by <c>publish.lock</c>.
/// </summary>
/// <param name="directory">Absolute path of the catalog; it is made where it is not there.</param>
/// <param name="writer">Writes.</param>
/// <param name="time">Clock of waits.</param>
public sealed class NativePublisher(string directory, FileWriter writer, TimeProvider time)
{
    private string Artifacts => Path.Combine(directory, "artifacts");

    /// <summary>Adds one build, or tells which claim is wrong.</summary>
    /// <param name="publication">The build.</param>
    /// <param name="onWait">Told who publishes, where that must be waited for.</param>
    /// <param name="cancellation">Ends it; nothing half-written stays.</param>
    public async Task<Result<PublishedBuild>> PublishAsync(Publication publication, Action<string>? onWait, CancellationToken cancellation)
    {
        var build = Complete(publication);
        var name = publication.Name ?? BuildFacts.NameOf(build);
        var subject = $"{publication.Package} {publication.Version} {name}";
        if (Problems(publication, build, subject) is { Count: > 0 } problems)
            return Result<PublishedBuild>.Failure(problems);

        var packages = Path.Combine(directory, "packages");
        writer.EnsureDirectory(packages);
        using var held = await FileLock.AcquireAsync(Path.Combine(directory, "publish.lock"), onWait, time, cancellation);
        writer.SweepTemporaries(Path.Combine(packages, "*"));
        writer.SweepTemporaries(Path.Combine(Artifacts, "*"));
        var file = Path.Combine(packages, publication.Package + ".json");
        if (!Read(file, publication).TryGet(out var package, out var unreadable))
            return Result<PublishedBuild>.Failure(unreadable);
        return Add(package, file, publication, name, build);
    }

    private static Result<NativePackage> Read(string file, Publication publication) => File.Exists(file)
        ? NativeCatalogLoader.ReadPackage(file, file)
        : new NativePackage { CatalogVersion = NativePackage.Form, Name = publication.Package };

    private Result<PublishedBuild> Add(NativePackage package, string file, Publication publication, string name, NativeBuild build)
    {
        var version = package.Versions.GetValueOrDefault(publication.Version) ?? new NativeVersion();
        if (version.Builds.FirstOrDefault(each => each.Value.Artifact.Sha256 == build.Artifact.Sha256) is { Value: not null } same)
        {
            if (publication.Name is not null && same.Key != name)
                return PublishDiagnostics.OtherName(publication.Place, $"{publication.Package} {publication.Version}", same.Key, name);
            if (IsEqual(package, same.Value, build))
                return new PublishedBuild(publication.Package, publication.Version, same.Key, IsNew: false);
            name = same.Key;
        }

        if (version.Builds.ContainsKey(name) && !publication.Force)
            return PublishDiagnostics.Exists(publication.Place, $"{publication.Package} {publication.Version} {name}");
        if (!Directory.Exists(Artifacts) || !File.Exists(Path.Combine(directory, build.Artifact.Path)))
            Copy(publication.File, Path.Combine(directory, build.Artifact.Path));
        version.Builds[name] = build;
        package.Versions[publication.Version] = version;
        var written = package with { Description = publication.Description ?? package.Description };
        if (NativePackageChecks.Problems(written, publication.Package).FirstOrDefault() is (string subject, string problem))
            return NativeDiagnostics.BadEntry(publication.Place, subject, problem);
        writer.Replace(file, NativePackageReader.Write(written));
        return new PublishedBuild(publication.Package, publication.Version, name, IsNew: true);
    }

    private static NativeBuild Complete(Publication publication)
    {
        var facts = new BuildFacts(publication.Facts, publication.Build.Optional);
        var build = publication.Build;
        var code = build.DeviceCode ?? facts.DeviceCode;
        return build with
        {
            DeviceCode = code,
            Cuda = build.Cuda ?? (code is null ? null : facts.Cuda?.ToString()),
            CpuLevel = build.CpuLevel ?? (facts.CpuLevel is { Step: > 0 } level ? level.Name : null),
            Artifact = build.Artifact with { Path = $"artifacts/{build.Artifact.Sha256[..2]}/{build.Artifact.Sha256}.deb" },
        };
    }

    private static List<Diagnostic> Problems(Publication publication, NativeBuild build, string subject)
    {
        var problems = new List<Diagnostic>();
        foreach (var text in publication.Sms)
        {
            if (SmVersion.TryParse(text, out var sm) && Judge(build, sm) is { Fit: not (BuildFit.Runs or BuildFit.RunsOnOlderDriver) } judged)
                problems.Add(NativeDiagnostics.Belied(publication.Place, subject, $"is said to have machine code for {sm}", $"it {judged.Reason}"));
        }

        return [.. problems, .. new ClaimCheck(subject, build, publication.Facts, publication.Place).Problems()];
    }

    private static JudgedBuild Judge(NativeBuild build, SmVersion sm)
    {
        var judged = GpuBuilds.Of("", build);
        return BuildChooser.Judge(judged, new BuildTarget(build.System, sm, Driver: null, judged.Cpu));
    }

    // Written, because lists of records are not equal by their content.
    private static bool IsEqual(NativePackage package, NativeBuild first, NativeBuild second) =>
        Bytes(package, first).AsSpan().SequenceEqual(Bytes(package, second));

    private static byte[] Bytes(NativePackage package, NativeBuild build) =>
        NativePackageReader.Write(package with { Versions = new() { ["0"] = new NativeVersion { Builds = new() { ["0"] = build } } } });

    // Its bytes are on disk before its name, and its name before the package file that relies on it.
    private void Copy(string source, string target)
    {
        writer.EnsureDirectory(Path.GetDirectoryName(target)!);
        var temporary = FileWriter.TemporaryFor(Path.Combine(Artifacts, Path.GetFileName(target)));
        try
        {
            using (var file = writer.Operations.CreateNew(temporary, FileWriter.Readable))
            {
                using var input = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.Read);
                using var output = new WritableFileStream(file);
                input.CopyTo(output);
            }

            writer.Operations.SyncFileSystem(directory);
            writer.Operations.Rename(temporary, target);
        }
        catch
        {
            writer.Operations.Unlink(temporary);
            throw;
        }

        writer.Operations.SyncDirectory(Path.GetDirectoryName(target)!);
    }
}
