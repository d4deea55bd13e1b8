using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Network;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Store.Composing.Effects;
using EnvCompiler.Store.Composing.Effects.Reading;
using EnvCompiler.Store.Unpacking;

namespace EnvCompiler.Store.Surveying;

/// <summary>
/// Reads the maintainer scripts of locked packages before anything is built. Of a package that the store lacks only the head is fetched, where
/// the control archive is. A head cannot be checked against the lock's hash, so nothing of it goes into the store: this is a report only.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="files">How it is read.</param>
/// <param name="handler">HTTP; not disposed.</param>
/// <param name="time">Clock of timeouts and waits.</param>
public sealed class ScriptSurvey(StoreLayout store, IFileOperations files, HttpMessageHandler handler, TimeProvider time)
{
    private const int Connections = 12;

    // Nearly all control archives are below 32 KiB; the largest hold checksums of tens of thousands of files.
    private static readonly int[] HeadLengths = [32 << 10, 512 << 10, 16 << 20];

    private readonly ObjectStore objects = new(store, files);

    /// <summary>Surveys packages.</summary>
    /// <param name="packages">Debian packages of a lock; others have no scripts and are left out.</param>
    /// <param name="baseUris">Where artifacts are looked for, in order.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>One entry for each package, in id order; warnings about what is unknown, missed or could not be read.</returns>
    public async Task<Result<IReadOnlyList<SurveyedPackage>>> SurveyAsync(
        IEnumerable<LockedPackage> packages, IReadOnlyList<Uri> baseUris, CancellationToken cancellation)
    {
        var wanted = packages.Where(package => package.Kind == "debian").DistinctBy(package => package.Id).OrderBy(package => package.Id, StringComparer.Ordinal).ToArray();
        var surveyed = new SurveyedPackage[wanted.Length];
        using var http = new HttpFetcher(handler, time);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = cancellation };
        await Parallel.ForAsync(0, wanted.Length, options, async (i, token) => surveyed[i] = await SurveyAsync(wanted[i], http, baseUris, token));
        return Result<IReadOnlyList<SurveyedPackage>>.Success(surveyed, [.. surveyed.SelectMany(Warnings)]);
    }

    private static IEnumerable<Diagnostic> Warnings(SurveyedPackage package) =>
    [
        .. package.Unknown.Select(unknown => StoreDiagnostics.UnknownScript(package.Id, unknown.Script, unknown.Commands[0], unknown.Hash)),
        .. package.Skipped.Select(work => StoreDiagnostics.WorkSkipped(work.Program, work.Loss, [package.Id])),
        .. package.Problem is null ? [] : (Diagnostic[])[StoreDiagnostics.ScriptsUnread(package.Id, package.Problem)],
    ];

    private async Task<SurveyedPackage> SurveyAsync(LockedPackage package, HttpFetcher http, IReadOnlyList<Uri> baseUris, CancellationToken cancellation)
    {
        if (objects.Exists(package.Sha256))
            return Judge(package, objects.Open(package.Sha256).Record.Scripts);
        var problem = "there is no source to ask";
        foreach (var baseUri in baseUris)
        {
            var (control, failure) = await FetchControlAsync(new Uri($"{baseUri.AbsoluteUri.TrimEnd('/')}/{package.Path}"), http, cancellation);
            if (control is not null)
                return Judge(package, control.Scripts);
            problem = failure!;
        }

        return new SurveyedPackage(package.Id, ScriptVerdict.Unread) { Problem = problem };
    }

    private static async Task<(ControlArchive? Control, string? Problem)> FetchControlAsync(Uri uri, HttpFetcher http, CancellationToken cancellation)
    {
        string? problem = null;
        foreach (var length in HeadLengths)
        {
            var request = new FetchRequest(uri) { HeadLength = length, LargestSize = long.MaxValue };
            var fetched = await http.FetchAsync(request, (body, token) => ReadHeadAsync(body, length, token), cancellation);
            if (fetched.Value is not { } head)
                return (null, fetched.Problem!.Message);
            try
            {
                using var ar = new ArReader(new MemoryStream(head));
                return (DebArchive.ReadControl(ar), null);
            }
            catch (InvalidDataException e)
            {
                problem = $"`{uri}`: {e.Message}";
                if (head.Length < length)
                    break;
            }
        }

        return (null, problem);
    }

    private static async Task<byte[]> ReadHeadAsync(Stream body, int length, CancellationToken cancellation)
    {
        using var head = new MemoryStream();
        var piece = new byte[16 << 10];
        while (head.Length < length && await body.ReadAsync(piece.AsMemory(0, (int)Math.Min(piece.Length, length - head.Length)), cancellation) is > 0 and var count)
            head.Write(piece, 0, count);
        return head.ToArray();
    }

    private static SurveyedPackage Judge(LockedPackage package, SortedDictionary<string, string> scripts)
    {
        var effects = new List<string>();
        var skipped = new HashSet<SkippedWork>();
        var reviews = new List<string>();
        var unknown = new List<UnknownScript>();
        foreach (var (name, text) in scripts)
        {
            var reading = ScriptReader.Read(package.Id, package.Name, ScriptReader.ArchitectureOf(package.Id), name, text);
            effects.AddRange(reading.Effects.Select(effect => effect.When.Count == 0 ? $"{effect}" : $"{effect}: {string.Join(", ", effect.When)}"));
            skipped.UnionWith(reading.Skipped);
            if (reading.Rest.Count == 0)
                continue;
            if (ReviewedScripts.Find(reading.Rest) is { } review)
                reviews.Add($"{name}: {review.Reason}");
            else
                unknown.Add(new UnknownScript(name, ReviewedScripts.HashOf(reading.Rest), reading.Rest));
        }

        var verdict = scripts.Count == 0 ? ScriptVerdict.None
            : unknown.Count > 0 ? ScriptVerdict.Unknown
            : reviews.Count > 0 ? ScriptVerdict.Reviewed
            : ScriptVerdict.Parsed;
        return new SurveyedPackage(package.Id, verdict) { Effects = effects, Skipped = [.. skipped.OrderBy(work => work.Program, StringComparer.Ordinal)], Reviews = reviews, Unknown = unknown };
    }
}
