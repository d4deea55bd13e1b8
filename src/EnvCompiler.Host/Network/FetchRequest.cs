namespace EnvCompiler.Host.Network;

/// <summary>What to download, and how to know that it is the right thing.</summary>
/// <param name="Uri">An <c>http</c> or <c>https</c> address.</param>
public sealed record FetchRequest(Uri Uri)
{
    /// <summary>Exact size in bytes, or null when it is not known.</summary>
    public long? Size { get; init; }

    /// <summary>SHA-256, lower-case hexadecimal, or null when it is not known.</summary>
    public string? Sha256 { get; init; }

    /// <summary>More bytes than this are never read, where <see cref="Size"/> is not known.</summary>
    public long LargestSize { get; init; } = 16 << 20;

    /// <summary>
    /// Only so many bytes from the start are wanted, and the reader takes no more. The server is asked for this range (RFC 9110, 14.2); from one
    /// that sends all, the rest is not read. Nothing proves that they are the right bytes.
    /// </summary>
    public int? HeadLength { get; init; }

    /// <summary>What is at hand already: the server may answer that it is unchanged.</summary>
    public Validators? IfChangedSince { get; init; }

    /// <summary>Told the number of bytes of each piece that arrives; a retry starts again, and then a negative number takes them back.</summary>
    public IProgress<long>? Progress { get; init; }
}
