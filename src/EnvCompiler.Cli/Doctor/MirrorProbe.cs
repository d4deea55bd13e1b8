using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Threading;
using EnvCompiler.Host.Network;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Cli.Doctor;

/// <summary>Asks the mirrors of Debian catalogs for the head of each suite's Release file. Nothing is verified here: locking does that.</summary>
/// <param name="http">The network.</param>
/// <param name="mirrors">Where Debian's archives are.</param>
internal sealed class MirrorProbe(HttpMessageHandler http, DebianMirrors mirrors)
{
    // Both dates stand before the list of hashes.
    private const int HeadLength = 4096;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);
    private static readonly string[] s_dates = ["d MMM yyyy HH:mm:ss 'UTC'", "d MMM yyyy HH:mm:ss zzz"];

    /// <summary>Asks for every suite at the same time; of its mirrors one after the other until one has it.</summary>
    public async Task<IReadOnlyList<MirrorAnswer>> AskAsync(Manifest manifest)
    {
        using var client = new HttpClient(http, disposeHandler: false) { Timeout = s_limit };
        return await Task.WhenAll(
            from catalog in LockRequests.From(manifest).Catalogs
            where catalog.Type == "debian"
            from suite in catalog.Suites
            select AskAsync(client, catalog.Name, manifest.Catalogs.GetValueOrDefault(catalog.Name)?.Mirror, suite));
    }

    private async Task<MirrorAnswer> AskAsync(HttpClient client, string catalog, string? mirror, SuiteDefinition suite)
    {
        MirrorAnswer? answer = null;
        foreach (var place in mirrors.ForIndexes(mirror, suite.Name, suite.Snapshot))
        {
            var asked = new MirrorAnswer(catalog, suite.Name) { Mirror = place, AllowsExpired = suite.AllowExpired || suite.Snapshot is not null };
            asked = await AskAsync(client, asked, new Uri(place, $"dists/{suite.Name}/InRelease"));
            if (asked.Problem is null)
                return asked;
            answer = answer is null || asked.IsMissing ? asked : answer;
        }

        return answer!;
    }

    private static async Task<MirrorAnswer> AskAsync(HttpClient client, MirrorAnswer answer, Uri address)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Range = new RangeHeaderValue(0, HeadLength - 1) } };
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            answer = answer with { ServerTime = response.Headers.Date };
            if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.PartialContent))
            {
                return answer with
                {
                    Problem = $"the server answers {(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd(),
                    IsMissing = response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone,
                };
            }

            using var limit = new CancellationTokenSource(s_limit);
            await using var body = await response.Content.ReadAsStreamAsync(limit.Token);
            var head = new byte[HeadLength];
            var length = await body.ReadAtLeastAsync(head, HeadLength, throwOnEndOfStream: false, limit.Token);
            return Read(answer, System.Text.Encoding.UTF8.GetString(head, 0, length));
        }
        catch (OperationCanceledException)
        {
            return answer with { Problem = $"no answer within {s_limit.TotalSeconds:0} s" };
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return answer with { Problem = (e.InnerException ?? e).Message };
        }
    }

    private static MirrorAnswer Read(MirrorAnswer answer, string head) =>
        Date(head, "Date") is { } date
            ? answer with { Date = date, ValidUntil = Date(head, "Valid-Until") }
            : answer with { Problem = "what it sends is no Release file" };

    // Date: Fri, 30 Oct 2026 08:08:01 UTC
    private static DateTimeOffset? Date(string head, string field)
    {
        foreach (var line in head.Split('\n'))
        {
            if (line.StartsWith(field + ":", StringComparison.Ordinal) && line.IndexOf(',') is var comma and > 0
                && DateTimeOffset.TryParseExact(line[(comma + 1)..].Trim(), s_dates, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
                return date;
        }

        return null;
    }
}
