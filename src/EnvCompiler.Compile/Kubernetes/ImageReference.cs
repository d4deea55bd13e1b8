namespace EnvCompiler.Compile.Kubernetes;

/// <summary>References of images.</summary>
internal static class ImageReference
{
    private const string DigestStart = "@sha256:";

    /// <summary>Whether a reference names bytes and not a tag.</summary>
    internal static bool HasDigest(string reference)
    {
        var at = reference.IndexOf(DigestStart, StringComparison.Ordinal);
        var digest = at < 0 ? "" : reference[(at + DigestStart.Length)..];
        return at > 0 && digest.Length == 64 && digest.All(c => char.IsAsciiDigit(c) || c is >= 'a' and <= 'f')
            && reference[..at].All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '/' or ':');
    }
}
