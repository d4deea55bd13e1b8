using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Resolve.Catalogs.Debian.Releases;

/// <summary>
/// Verifies <c>InRelease</c> with <c>gpgv</c>, or with <c>sqv</c> where that is missing, and gives back the signed text only: what
/// stands before or after it in the file is not signed.
/// </summary>
internal sealed class ReleaseVerifier(IFileOperations files, IProcessRunner processes)
{
    /// <summary>The signed text.</summary>
    /// <param name="uri">Where the file came from, for messages.</param>
    /// <param name="signed">The whole file.</param>
    /// <param name="keyring">One good signature by one of these keys is needed; other keys' signatures are passed over.</param>
    /// <param name="cancellation">Ends the verifier.</param>
    internal async Task<Result<string>> VerifyAsync(Uri uri, byte[] signed, Keyring keyring, CancellationToken cancellation)
    {
        if (signed.AsSpan().TrimStart(" \r\n\t"u8).StartsWith("<"u8))
            return CatalogDiagnostics.BadSignature(uri, "it is a web page, which a proxy or a login page may have put in its place");
        var directory = Path.Combine(Path.GetTempPath(), $"envc-release-{Guid.NewGuid():N}");
        files.CreateDirectory(directory, FileWriter.PrivateDirectory);
        var (keys, input, output) = (Path.Combine(directory, "keys.pgp"), Path.Combine(directory, "InRelease"), Path.Combine(directory, "Release"));
        try
        {
            Write(keys, keyring.Content);
            Write(input, signed);
            var problem = await GpgvAsync(uri, keys, input, output, cancellation)
                ?? await SqvAsync(uri, keys, input, output, cancellation)
                ?? Verdict.Bad(CatalogDiagnostics.NoVerifier());
            return problem.Problem is { } bad ? bad : await File.ReadAllTextAsync(output, cancellation);
        }
        finally
        {
            files.Unlink(keys);
            files.Unlink(input);
            files.Unlink(output);
            files.RemoveDirectory(directory);
        }
    }

    private async Task<Verdict?> GpgvAsync(Uri uri, string keys, string input, string output, CancellationToken cancellation)
    {
        var result = await processes.RunAsync(
            "gpgv", ["--keyring", keys, "--weak-digest", "SHA1", "--status-fd", "1", "--output", output, input], cancellation);
        if (result is null)
            return null;

        // The exit code is no guide: a second signature by an unknown key makes it 2. The status lines (gnupg's DETAILS file) are.
        var status = result.Output.Split('\n').Where(line => line.StartsWith("[GNUPG:] ", StringComparison.Ordinal)).Select(line => line.Split(' ')).ToList();
        bool Has(string keyword) => status.Exists(words => words.Length > 1 && words[1] == keyword);
        if (Has("BADSIG"))
            return Verdict.Bad(CatalogDiagnostics.BadSignature(uri, "the text was changed after it was signed"));
        if (Has("ERROR") || Has("FAILURE") || Has("NODATA") || Has("UNEXPECTED"))
            return Verdict.Bad(CatalogDiagnostics.BadSignature(uri, "it is not one signed text"));
        if (Has("GOODSIG"))
            return Verdict.Good;
        var reason = Has("EXPKEYSIG") ? "its key has expired"
            : Has("REVKEYSIG") ? "its key was revoked"
            : Has("NO_PUBKEY") ? "it is by a key that is not in the keyring"
            : "it is not signed";
        return Verdict.Bad(CatalogDiagnostics.BadSignature(uri, reason));
    }

    private async Task<Verdict?> SqvAsync(Uri uri, string keys, string input, string output, CancellationToken cancellation)
    {
        var result = await processes.RunAsync("sqv", ["--keyring", keys, "--cleartext", "--output", output, input], cancellation);
        if (result is null)
            return null;
        if (result.ExitCode == 0)
            return Verdict.Good;
        var reason = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault();
        return Verdict.Bad(CatalogDiagnostics.BadSignature(uri, $"`sqv` says: {reason ?? "nothing"}"));
    }

    private void Write(string path, byte[] content)
    {
        using var file = files.CreateNew(path, FileWriter.Private);
        file.Write(content);
    }

    private sealed record Verdict(Diagnostic? Problem)
    {
        internal static readonly Verdict Good = new((Diagnostic?)null);

        internal static Verdict Bad(Diagnostic problem) => new(problem);
    }
}
