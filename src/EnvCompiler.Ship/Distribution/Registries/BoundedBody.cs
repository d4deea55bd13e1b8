using System.Threading;

namespace EnvCompiler.Ship.Distribution.Registries;

/// <summary>Reads bodies that must be small.</summary>
internal static class BoundedBody
{
    /// <summary>The body, or null when it has more bytes than this: no more than these are read.</summary>
    internal static async Task<byte[]?> ReadAsync(HttpResponseMessage response, int largest, CancellationToken cancellation)
    {
        if (response.Content.Headers.ContentLength > largest)
            return null;
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        using var content = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int count; (count = await body.ReadAsync(buffer, cancellation)) > 0;)
        {
            if (content.Length + count > largest)
                return null;
            content.Write(buffer, 0, count);
        }

        return content.ToArray();
    }
}
