using System.Diagnostics;
using System.Text;
using EnvCompiler.TestKit;

namespace EnvCompiler.Resolve.Tests.Catalogs.Debian;

/// <summary>A throwaway OpenPGP key pair, made by gpg in a home of its own.</summary>
public sealed class SigningKey : IDisposable
{
    private readonly TemporaryDirectory home = new();

    /// <summary>Makes the key; without gpg nothing is made, and tests that need it are skipped.</summary>
    public SigningKey()
    {
        if (!File.Exists("/usr/bin/gpg"))
            return;
        Gpg("", "--quick-generate-key", "Archive of a test <archive@test.invalid>", "ed25519", "sign", "never");
        Public = Gpg("", "--export");
        Armored = Gpg("", "--armor", "--export");
    }

    /// <summary>The public key, binary.</summary>
    public byte[] Public { get; } = [];

    /// <summary>The public key as text.</summary>
    public byte[] Armored { get; } = [];

    /// <summary>The text with its signature around it, as in <c>InRelease</c>.</summary>
    public byte[] ClearSign(string text) => Gpg(text, "--clearsign");

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Public.Length > 0)
            Run("gpgconf", "", "--homedir", home.Path, "--kill", "gpg-agent");
        home.Dispose();
    }

    private byte[] Gpg(string input, params string[] arguments) =>
        Run("gpg", input, ["--homedir", home.Path, "--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", "", .. arguments]);

    private static byte[] Run(string program, string input, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        process.StandardInput.BaseStream.Write(Encoding.UTF8.GetBytes(input));
        process.StandardInput.Close();
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.ToArray();
    }
}
