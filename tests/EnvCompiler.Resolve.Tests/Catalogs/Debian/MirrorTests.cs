using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Threading;
using EnvCompiler.Host.Network;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.TestKit;

namespace EnvCompiler.Resolve.Tests.Catalogs.Debian;

/// <summary>Mirrors that lack files, lie, dawdle or never end: each is survived or reported, in bounded time.</summary>
public sealed class MirrorTests(SigningKey key) : CatalogTest(key)
{
    private const string Index = "/debian/dists/forky/main/binary-amd64/";

    private static readonly HttpLimits Impatient = new()
    {
        // Long enough for a mirror that is well on a machine that is busy.
        Answer = TimeSpan.FromSeconds(3),
        Silence = TimeSpan.FromSeconds(3),
        Grace = TimeSpan.FromSeconds(1),
        RetryDelays = [TimeSpan.FromMilliseconds(5)],
    };

    // For all that is not about a limit.
    private static readonly HttpLimits Patient = Impatient with { Answer = TimeSpan.FromSeconds(30), Silence = TimeSpan.FromSeconds(30) };

    [Requires("gpg", "gpgv")]
    public async Task A_mirror_without_files_by_hash_serves_them_by_name()
    {
        Archive.HasByHash = false;
        Assert.True((await LoadAsync()).Ok);
    }

    [Requires("gpg", "gpgv")]
    public async Task Nothing_is_asked_for_by_hash_where_the_Release_does_not_promise_it()
    {
        Archive.Fields.Remove("Acquire-By-Hash");
        using var server = new HttpTestServer(Archive.Files(Key));
        Assert.True((await LoadAsync(server)).Ok);
        Assert.Equal([Archive.InRelease, $"{Index}Packages.gz"], server.Requests.Select(request => request.Path));
    }

    [Requires("gpg", "gpgv")]
    public async Task A_file_by_hash_that_is_wrong_is_tried_by_name()
    {
        var files = Archive.Files(Key);
        foreach (var path in files.Keys.Where(path => path.Contains("by-hash", StringComparison.Ordinal)).ToList())
            files[path] = Changed(files[path]);
        Assert.True((await LoadAsync(files)).Ok);
    }

    [Requires("gpg", "gpgv", "xz")]
    public async Task A_mirror_that_lacks_one_form_of_an_index_may_have_another()
    {
        Archive.Endings = [".xz", ".gz"];
        var files = Archive.Files(Key);
        foreach (var path in files.Where(file => file.Value is [0xFD, (byte)'7', ..]).Select(file => file.Key).ToList())
            files.Remove(path);
        Assert.True((await LoadAsync(files)).Ok);
    }

    [Requires("gpg", "gpgv")]
    public async Task A_mirror_that_lacks_the_index_is_followed_by_the_next()
    {
        using var lacking = new HttpTestServer(Archive.Files(Key).Where(file => file.Key == Archive.InRelease).ToDictionary());
        using var whole = new HttpTestServer(Archive.Files(Key));
        UseAptSources(lacking, whole);
        Assert.True((await LoadFromAsync(mirror: null)).Ok);
        Assert.Equal(4, lacking.Requests.Count(request => request.Path != Archive.InRelease)); // both forms, each by hash and by name
    }

    [Requires("gpg", "gpgv")]
    public async Task An_index_that_is_nowhere_is_named_with_its_host()
    {
        var problem = await RefusedAsync("ENVC0201", Archive.Files(Key).Where(file => file.Key == Archive.InRelease).ToDictionary());
        Assert.Equal(Fault.Outside, problem.Fault);
        Assert.Contains("http://127.0.0.1:", problem.Message, StringComparison.Ordinal);
        Assert.Contains("main/binary-amd64/", problem.Message, StringComparison.Ordinal);
        Assert.Contains("ENVC_DEBIAN_MIRROR", problem.Hint, StringComparison.Ordinal);
    }

    [Requires("gpg", "gpgv")]
    public async Task A_changed_index_is_refused_and_leaves_nothing_behind()
    {
        await RefusedAsync("ENVC0202", WithIndex(Changed));
        Assert.False(Directory.Exists(Scratch.File("store", "indexes", "packages")));
    }

    [Requires("gpg", "gpgv")]
    public async Task A_changed_index_of_one_mirror_is_followed_by_the_right_one_of_the_next()
    {
        using var lying = new HttpTestServer(WithIndex(Changed));
        using var honest = new HttpTestServer(Archive.Files(Key));
        UseAptSources(lying, honest);
        Assert.True((await LoadFromAsync(mirror: null)).Ok);
    }

    [Requires("gpg", "gpgv")]
    public async Task A_truncated_index_is_refused() => await RefusedAsync("ENVC0202", WithIndex(bytes => bytes[..^20]));

    [Requires("gpg", "gpgv")]
    public async Task An_oversized_index_is_refused() => await RefusedAsync("ENVC0202", WithIndex(bytes => [.. bytes, .. new byte[1000]]));

    [Requires("gpg", "gpgv")]
    public async Task A_web_page_in_place_of_an_index_is_refused() =>
        await RefusedAsync("ENVC0202", WithIndex(_ => Encoding.ASCII.GetBytes("<html>Please log in</html>")));

    [Requires("gpg", "gpgv")]
    public async Task An_index_of_promised_bytes_that_are_none_is_refused()
    {
        Archive.Packages = "<html></html>\n\n";
        await RefusedAsync("ENVC0214", Archive.Files(Key));
    }

    [Requires("gpg", "gpgv")]
    public async Task A_few_bytes_that_decode_to_very_many_are_cut_at_the_promised_size()
    {
        var bomb = Bomb(600 << 20);
        Archive.Packages = TestArchive.Stanza("curl", "8.1-2") + new string('\n', 100);
        var text = Archive.Release();
        var gzip = text.Split('\n').Single(line => line.EndsWith("Packages.gz", StringComparison.Ordinal));
        var forged = Archive.Files(Key.ClearSign(text.Replace(gzip.Split(' ')[2], bomb.Length.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)));
        foreach (var path in forged.Keys.Where(path => path != Archive.InRelease).ToList())
            forged[path] = bomb;
        var before = GC.GetTotalAllocatedBytes();
        await RefusedAsync("ENVC0202", forged);
        // Tests that run beside this one are counted too.
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 300 << 20);
    }

    [Requires("gpg", "gpgv")]
    public async Task A_host_that_does_not_answer_is_asked_once_and_the_next_mirror_serves()
    {
        Limits = Impatient;
        using var silent = new HttpTestServer((_, _, cancellation) => Task.Delay(Timeout.Infinite, cancellation));
        using var whole = new HttpTestServer(Archive.Files(Key));
        UseAptSources(silent, whole);
        await InTimeAsync(async () => Assert.True((await LoadFromAsync(mirror: null)).Ok));
        Assert.Equal(1 + Impatient.RetryDelays.Count, silent.Requests.Count);
    }

    [Requires("gpg", "gpgv")]
    public async Task An_index_that_drips_ends_with_a_message()
    {
        var problem = await BrokenIndexAsync(async (stream, content, cancellation) =>
        {
            await HttpTestServer.WriteAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Length: {content.Length}\r\n\r\n");
            for (var i = 0; i < content.Length; i++)
            {
                await stream.WriteAsync(content.AsMemory(i, 1), cancellation);
                await Task.Delay(100, cancellation);
            }
        }, Impatient with { Silence = TimeSpan.FromSeconds(30) });
        Assert.Contains("bytes arrived in", problem.Message, StringComparison.Ordinal);
    }

    [Requires("gpg", "gpgv")]
    public async Task An_index_that_falls_silent_ends_with_a_message()
    {
        var problem = await BrokenIndexAsync(async (stream, content, cancellation) =>
        {
            await HttpTestServer.WriteAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Length: {content.Length}\r\n\r\n");
            await stream.WriteAsync(content.AsMemory(0, content.Length / 2), cancellation);
            await Task.Delay(Timeout.Infinite, cancellation);
        }, Impatient);
        Assert.Contains("nothing arrived for", problem.Message, StringComparison.Ordinal);
    }

    [Requires("gpg", "gpgv")]
    public async Task An_index_that_breaks_off_ends_with_a_message() => await BrokenIndexAsync(async (stream, content, cancellation) =>
    {
        await HttpTestServer.WriteAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Length: {content.Length}\r\n\r\n");
        await stream.WriteAsync(content.AsMemory(0, content.Length / 2), cancellation);
    });

    [Requires("gpg", "gpgv")]
    public async Task An_index_that_breaks_off_once_is_fetched_again()
    {
        Limits = Patient;
        var files = Archive.Files(Key);
        var tries = 0;
        using var server = new HttpTestServer((request, stream, _) => request.Path != Archive.InRelease && Interlocked.Increment(ref tries) == 1
            ? HttpTestServer.WriteAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Length: {files[request.Path].Length}\r\n\r\nx")
            : HttpTestServer.OkAsync(stream, files[request.Path]));
        Assert.True((await LoadAsync(server)).Ok);
        Assert.Equal(2, tries);
    }

    [Requires("gpg", "gpgv")]
    public async Task An_index_that_redirects_in_a_circle_ends_with_a_message()
    {
        var problem = await BrokenIndexAsync((stream, _, _) => HttpTestServer.StatusAsync(stream, "302 Found", "Location: Packages.gz\r\n"));
        Assert.Contains("redirects", problem.Message, StringComparison.Ordinal);
    }

    [Requires("gpg", "gpgv")]
    public async Task A_server_that_fails_ends_with_its_status() =>
        Assert.Contains("503", (await BrokenIndexAsync((stream, _, _) => HttpTestServer.StatusAsync(stream, "503 Busy"))).Message, StringComparison.Ordinal);

    [Requires("gpg", "gpgv")]
    public async Task A_Release_without_end_is_cut()
    {
        using var server = new HttpTestServer(async (_, stream, cancellation) =>
        {
            await HttpTestServer.WriteAsync(stream, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
            var text = Encoding.ASCII.GetBytes(new string('x', 1 << 20));
            while (!cancellation.IsCancellationRequested)
                await stream.WriteAsync(text, cancellation);
        });
        await InTimeAsync(async () => Refused("ENVC0202", await LoadAsync(server)));
    }

    [Requires("gpg", "gpgv")]
    public async Task A_Release_that_redirects_in_a_circle_ends_with_a_message()
    {
        using var server = new HttpTestServer((_, stream, _) => HttpTestServer.StatusAsync(stream, "301 Moved Permanently", "Location: InRelease\r\n"));
        await InTimeAsync(async () => Assert.Contains("redirects", Refused("ENVC0200", await LoadAsync(server)).Message, StringComparison.Ordinal));
    }

    [Requires("gpg", "gpgv")]
    public async Task A_mirror_that_redirects_to_another_place_is_followed()
    {
        using var real = new HttpTestServer(Archive.Files(Key));
        using var redirecting = new HttpTestServer((request, stream, _) => HttpTestServer.StatusAsync(stream, "302 Found", $"Location: {real.Uri}{request.Path[1..]}\r\n"));
        Assert.True((await LoadAsync(redirecting)).Ok);
    }

    [Requires("gpg", "gpgv")]
    public async Task An_apt_source_that_fails_is_followed_by_the_next()
    {
        using var server = new HttpTestServer(Archive.Files(Key));
        using var broken = new HttpTestServer((_, stream, _) => HttpTestServer.StatusAsync(stream, "403 Forbidden"));
        UseAptSources(broken, server);
        Assert.True((await LoadFromAsync(mirror: null)).Ok);
        Assert.NotEmpty(broken.Requests);
    }

    [Fact]
    public async Task A_mirror_that_is_no_address_is_reported_at_its_line()
    {
        var problem = Refused("ENVC0217", await LoadFromAsync("ftp//nowhere"));
        Assert.Equal(4, problem.Place?.Line);
    }

    private void UseAptSources(params HttpTestServer[] servers) =>
        Scratch.Write("apt/sources.list", string.Concat(servers.Select(server => $"deb {server.Uri}debian trixie main\n")));

    private Dictionary<string, byte[]> WithIndex(Func<byte[], byte[]> change)
    {
        var files = Archive.Files(Key);
        foreach (var path in files.Keys.Where(path => path != Archive.InRelease).ToList())
            files[path] = change(files[path]);
        return files;
    }

    // A Release that is right, and index files that a test writes.
    private async Task<Diagnostic> BrokenIndexAsync(Func<Stream, byte[], CancellationToken, Task> answer, HttpLimits? limits = null)
    {
        Limits = limits ?? Patient;
        var files = Archive.Files(Key);
        using var server = new HttpTestServer((request, stream, cancellation) => request.Path == Archive.InRelease
            ? HttpTestServer.OkAsync(stream, files[request.Path])
            : answer(stream, files.GetValueOrDefault(request.Path, []), cancellation));
        var problem = default(Diagnostic);
        await InTimeAsync(async () => problem = Refused("ENVC0200", await LoadAsync(server)));
        Assert.Contains(server.Uri.Authority, problem!.Message, StringComparison.Ordinal);
        Assert.Contains("main/binary-amd64/", problem.Message, StringComparison.Ordinal);
        Assert.Contains("mirror", problem.Hint, StringComparison.Ordinal);
        return problem;
    }

    // Twenty times what the limits add up to: a busy machine is slow, an unbounded wait is longer.
    private static async Task InTimeAsync(Func<Task> action)
    {
        var clock = Stopwatch.StartNew();
        await action();
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(40));
    }

    private static byte[] Bomb(int size)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true))
        {
            var zeros = new byte[1 << 20];
            for (var written = 0; written < size; written += zeros.Length)
                gzip.Write(zeros);
        }

        return output.ToArray();
    }
}
