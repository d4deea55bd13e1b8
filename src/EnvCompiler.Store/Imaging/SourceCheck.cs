using System.Security.Cryptography;
using System.Threading;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Store.Unpacking;
using EnvCompiler.Store.Verifying;

namespace EnvCompiler.Store.Imaging;

/// <summary>
/// Looks whether packages' files are still what was unpacked, before they leave the store for where nothing verifies them. Packages bring MD5 sums for just that; as some bring wrong ones, a sum
/// that does not fit only has the object held against its artifact.
/// </summary>
/// <param name="store">Has their objects and artifacts.</param>
internal sealed class SourceCheck(StoreLayout store)
{
    private const int SumLength = 32;

    /// <summary>What is damaged: an error for each package.</summary>
    public IReadOnlyList<Diagnostic> Problems(IReadOnlyList<LockedPackage> packages, CancellationToken cancellation)
    {
        var problems = new Diagnostic?[packages.Count];
        Parallel.For(0, problems.Length, new ParallelOptions { CancellationToken = cancellation }, i => problems[i] = ProblemOf(packages[i]));
        return [.. problems.OfType<Diagnostic>()];
    }

    private Diagnostic? ProblemOf(LockedPackage package)
    {
        if (!PackageControl.TryRead(store, package).TryGet(out var control, out var problems))
            return problems[0];
        if (control.Md5Sums is not { } sums || Lines(sums).All(line => Fits(package, line.Sum, line.Path)))
            return null;
        var place = store.Object(package.Sha256);
        var comparing = new ComparingFileOperations(place);
        new DebUnpacker(comparing).Unpack(store.Artifact(package.Sha256), place);
        return comparing.Differences() is [var difference, ..] ? StoreDiagnostics.DamagedPackage(package, $"`{difference.Path}` {difference.Problem}") : null;
    }

    private bool Fits(LockedPackage package, string sum, string path)
    {
        var file = new FileInfo($"{store.Object(package.Sha256)}/fs/{EntryPath.Merge(path)}");
        if (!file.Exists)
            return false;
        using var content = file.OpenRead();
        return Convert.ToHexStringLower(Md5(content)) == sum;
    }

    // It is Debian's sum, against what disks do and not against people; those are what the artifact's SHA-256 is for.
#pragma warning disable CA5351
    private static byte[] Md5(Stream content) => MD5.HashData(content);
#pragma warning restore CA5351

    // `SUM  PATH`; md5sum escapes odd names with a backslash before the sum, and such a line is not looked at.
    private static IEnumerable<(string Sum, string Path)> Lines(string sums) =>
        sums.Split('\n').Where(line => line.Length > SumLength + 2 && line[0] != '\\').Select(line => (line[..SumLength], line[(SumLength + 2)..]));
}
