using System.Security.Cryptography;
using EnvCompiler.Host.Files;

namespace EnvCompiler.Store.Imaging;

/// <summary>Passes what is written on, and knows its SHA-256 and its size.</summary>
/// <param name="inner">Where to; closed by its owner.</param>
internal sealed class HashingStream(Stream inner) : WriteOnlyStream
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Bytes so far.</summary>
    public override long Length => Position;

    /// <inheritdoc/>
    public override long Position { get; set; }

    /// <summary>The SHA-256 of all that was written, in lower-case hexadecimal; asked once.</summary>
    public string Finish() => Convert.ToHexStringLower(hash.GetHashAndReset());

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        hash.AppendData(buffer);
        inner.Write(buffer);
        Position += buffer.Length;
    }

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        hash.Dispose();
        base.Dispose(disposing);
    }
}
