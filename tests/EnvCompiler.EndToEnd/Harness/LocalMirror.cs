using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using EnvCompiler.TestKit;

namespace EnvCompiler.EndToEnd.Harness;

/// <summary>
/// A mirror on loopback in front of this host's real one. It remembers what it fetched, so that repeated builds ask the real mirror once, and
/// it can lie: replace a file, cut one short, or not have it.
/// </summary>
public sealed partial class LocalMirror : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly HttpClient upstream = new();
    private readonly ConcurrentDictionary<string, Task<byte[]?>> cache = new(StringComparer.Ordinal);
    private readonly Uri real = RealMirror();

    /// <summary>Starts listening.</summary>
    public LocalMirror()
    {
        var port = ServerPort.Find();
        Address = $"http://127.0.0.1:{port}/debian";
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        _ = Task.Run(AcceptAsync);
    }

    /// <summary>Value for <c>ENVC_DEBIAN_MIRROR</c>.</summary>
    public string Address { get; }

    /// <summary>Decides the answer for a path under the mirror; null passes the real one on, an empty array answers 404.</summary>
    public Func<string, byte[], byte[]?>? Lie { get; set; }

    /// <summary>Paths that were asked for.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    /// <inheritdoc/>
    public void Dispose()
    {
        listener.Close();
        upstream.Dispose();
    }

    /// <summary>The mirror in this host's apt sources.</summary>
    public static Uri RealMirror()
    {
        if (Environment.GetEnvironmentVariable("ENVC_DEBIAN_MIRROR") is { Length: > 0 } chosen)
            return new Uri(chosen.TrimEnd('/') + "/");
        var files = Directory.GetFiles("/etc/apt", "*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".list", StringComparison.Ordinal) || file.EndsWith(".sources", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        foreach (var line in files.SelectMany(File.ReadLines).Where(line => !line.StartsWith('#')))
        {
            if (DebianMirror().Match(line) is { Success: true } match)
                return new Uri(match.Value.TrimEnd('/') + "/");
        }

        throw new InvalidOperationException("no Debian mirror in /etc/apt; set ENVC_DEBIAN_MIRROR");
    }

    private async Task AcceptAsync()
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = Task.Run(() => AnswerAsync(context));
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var path = Uri.UnescapeDataString(context.Request.Url!.AbsolutePath["/debian/".Length..]);
        Asked.Enqueue(path);
        try
        {
            var content = await cache.GetOrAdd(path, FetchAsync);
            if (content is not null && Lie?.Invoke(path, content) is { } lie)
                content = lie.Length == 0 ? null : lie;
            context.Response.StatusCode = content is null ? 404 : 200;
            if (content is not null)
            {
                context.Response.ContentLength64 = content.Length;
                await context.Response.OutputStream.WriteAsync(content);
            }

            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
        {
            // The client went away (a killed envc): nothing to answer.
        }
    }

    private async Task<byte[]?> FetchAsync(string path)
    {
        using var response = await upstream.GetAsync(new Uri(real, Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal)));
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsByteArrayAsync();
    }

    [GeneratedRegex("https?://[^ ]+/debian/?(?= |$)")]
    private static partial Regex DebianMirror();
}
