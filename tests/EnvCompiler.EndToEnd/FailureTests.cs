using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using EnvCompiler.EndToEnd.Harness;
using EnvCompiler.TestKit;

namespace EnvCompiler.EndToEnd;

/// <summary>What users and networks get wrong: each a diagnostic with code and hint, the right exit code, nothing half-written.</summary>
public sealed partial class FailureTests : IDisposable
{
    private const int User = 1;
    private const int Usage = 2;
    private const int Outside = 3;

    private readonly Quickstart quickstart = new();
    private readonly LocalMirror mirror = new();
    private readonly Envc envc;

    public FailureTests() =>
        envc = new Envc(quickstart.PrivateStore) { Variables = { ["ENVC_DEBIAN_MIRROR"] = mirror.Address } };

    public void Dispose()
    {
        mirror.Dispose();
        quickstart.Dispose();
    }

    [Fact]
    public void Wrong_TOML_is_reported_with_its_place_and_all_at_once()
    {
        quickstart.Manifest = "version = 1\n[install\nllama.pkg-path = \"llama.cpp-tools\"\nx = = 1\n";
        var said = envc.Run(quickstart.Project, ["lock"]).Expect(User).Says("ENVC01", hint: false);
        Assert.Contains("manifest.toml(2,", said.Error, StringComparison.Ordinal);
        Assert.Contains("manifest.toml(4,", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_key_names_the_nearest_one()
    {
        quickstart.Manifest = quickstart.Manifest.Replace("pkg-path", "pkg-pth", StringComparison.Ordinal);
        Assert.Contains("pkg-path", envc.Run(quickstart.Project, ["lock"]).Expect(User).Says("ENVC01").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_package_is_reported_with_near_names_at_its_line()
    {
        quickstart.Manifest = quickstart.Manifest.Replace("llama.cpp-tools", "lama.cpp-tools", StringComparison.Ordinal);
        var said = envc.Run(quickstart.Project, ["lock"]).Expect(User).Says("ENVC02");
        Assert.Contains("`llama.cpp-tools`", said.Error, StringComparison.Ordinal);
        Assert.Matches(@"manifest\.toml\(\d+,\d+\): error", said.Error);
    }

    [Fact]
    public void A_wrong_command_line_is_code_2()
    {
        envc.Run("biuld").Expect(Usage).Says("ENVC0901");
        envc.Run("build", "--no-such-option").Expect(Usage).Says("ENVC0901");
    }

    [Fact]
    public void A_directory_without_a_manifest_says_what_to_do()
    {
        using var empty = new TemporaryDirectory();
        envc.Run(empty.Path, ["build"]).Expect(User).Says("ENVC01");
    }

    [Fact]
    public void A_tampered_package_is_refused_and_nothing_is_half_written()
    {
        mirror.Lie = (path, content) => path.Contains("llama.cpp-tools", StringComparison.Ordinal) ? Flip(content) : null;
        envc.Run(quickstart.Project, ["build"]).Expect(Outside).Says("ENVC03");
        NothingHalfWritten();
        mirror.Lie = null;
        envc.Run(quickstart.Project, ["build"]).Expect(0);
    }

    [Fact]
    public void A_truncated_package_is_refused()
    {
        mirror.Lie = (path, content) => path.Contains("llama.cpp-tools", StringComparison.Ordinal) ? content[..(content.Length / 2)] : null;
        envc.Run(quickstart.Project, ["build"]).Expect(Outside).Says("ENVC03");
        NothingHalfWritten();
    }

    [Fact]
    public void A_package_that_left_every_source_names_the_remedy()
    {
        mirror.Lie = (path, _) => path.Contains("llama.cpp-tools", StringComparison.Ordinal) ? [] : null;
        var said = envc.Run(quickstart.Project, ["build"]).Expect(Outside).Says("ENVC03");
        Assert.Contains("llama.cpp-tools", said.Error, StringComparison.Ordinal);
        NothingHalfWritten();
    }

    [Theory]
    [InlineData("../../../../escape")]
    [InlineData("/escape")]
    public void A_package_whose_paths_leave_the_root_is_refused(string path)
    {
        var hostile = HostilePackage(path);
        Relock("llama.cpp-tools", hostile);
        mirror.Lie = (asked, _) => asked.Contains("llama.cpp-tools", StringComparison.Ordinal) ? hostile : null;
        envc.Run(quickstart.Project, ["build"]).Expect(Outside).Says("ENVC03");
        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(quickstart.Project)!, "escape", SearchOption.AllDirectories));
        Assert.False(File.Exists("/escape"));
        NothingHalfWritten();
    }

    [Requires("unshare", "mount", RootUser = true)]
    public void A_full_disk_is_survived_and_the_next_run_finishes()
    {
        Directory.CreateDirectory(quickstart.PrivateStore);
        var script = $"""
            mount -t tmpfs -o size=60m tmpfs '{quickstart.PrivateStore}'
            "$@"; echo "first $?"
            find '{quickstart.PrivateStore}/roots' -mindepth 1 | head -1
            mount -o remount,size=2g '{quickstart.PrivateStore}'
            "$@"; echo "second $?"
            """;
        var full = new Envc(quickstart.PrivateStore)
        {
            Prefix = ["unshare", "-m", "sh", "-c", script, "sh"],
            Variables = { ["ENVC_DEBIAN_MIRROR"] = mirror.Address },
        };
        var said = full.Run(quickstart.Project, ["build"]).Expect(0).Says("ENVC03");
        Assert.Equal($"first {Outside}\nsecond 0\n", Statuses().Replace(said.Output, ""));
    }

    [Requires("unshare", RootUser = true)]
    public void Without_a_network_the_message_says_so_soon()
    {
        var alone = new Envc(quickstart.PrivateStore) { Prefix = ["unshare", "-n"] };
        var watch = Stopwatch.StartNew();
        alone.Run(quickstart.Project, ["build"]).Expect(Outside).Says("ENVC03");
        File.Delete(quickstart.LockPath);
        alone.Run(quickstart.Project, ["lock"]).Expect(Outside).Says("ENVC02");
        // Two seconds for each of three mirrors, twice; a packet or a process that is late has room.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"{watch.Elapsed}");
        Assert.False(File.Exists(quickstart.LockPath));
        NothingHalfWritten();
    }

    [Fact]
    public void A_busy_port_names_who_has_it()
    {
        using var listener = new TcpListener(IPAddress.Loopback, quickstart.Port);
        listener.Start();
        var said = envc.Run(quickstart.Project, ["activate", "-s", "--", "true"]).Expect(125).Says("ENVC06");
        Assert.Contains(quickstart.Port.ToString(), said.Error, StringComparison.Ordinal);
        Eventually.Holds(() => quickstart.LeftOver().Count == 0, () => string.Join('\n', quickstart.LeftOver()));
    }

    [Fact]
    public void A_hostile_model_file_is_refused_before_the_engine_sees_it()
    {
        var model = Directory.GetFiles(Path.Combine(quickstart.Project, "models"), "*.gguf").Single();
        var bytes = File.ReadAllBytes(model);
        Array.Fill(bytes, (byte)0xff, 8, 16);
        File.WriteAllBytes(model, bytes);
        envc.Run(quickstart.Project, ["activate", "-s", "--", "true"]).Expect(125).Says("ENVC");
        File.Delete(quickstart.LockPath);
        envc.Run(quickstart.Project, ["activate", "-s", "--", "true"]).Expect(125).Says("ENVC");
        Eventually.Holds(() => quickstart.LeftOver().Count == 0, () => string.Join('\n', quickstart.LeftOver()));
    }

    private static byte[] Flip(byte[] content)
    {
        var flipped = content.ToArray();
        flipped[flipped.Length / 2] ^= 0xff;
        return flipped;
    }

    private void NothingHalfWritten()
    {
        Assert.False(Directory.Exists(Path.Combine(quickstart.Project, ".envc", "generations", "1")), "a generation was published");
        var temporary = Path.Combine(quickstart.PrivateStore, "tmp");
        Assert.True(!Directory.Exists(temporary) || !Directory.EnumerateFileSystemEntries(temporary).Any(), "temporary files are left");
        Assert.Empty(Directory.GetFiles(quickstart.Project, "*.tmp*"));
    }

    private void Relock(string package, byte[] content)
    {
        var text = File.ReadAllText(quickstart.LockPath);
        var at = text.IndexOf($"\"debian/{package}/", text.IndexOf("\"packages\": {", StringComparison.Ordinal), StringComparison.Ordinal);
        var head = text[..at];
        var tail = Size().Replace(text[at..], $"\"size\": {content.Length}", 1);
        tail = Sha256().Replace(tail, $"\"sha256\": \"{Convert.ToHexStringLower(SHA256.HashData(content))}\"", 1);
        File.WriteAllText(quickstart.LockPath, head + tail);
    }

    private static byte[] HostilePackage(string path)
    {
        using var work = new TemporaryDirectory();
        work.Write("payload", "escaped");
        work.Write("control", "Package: llama.cpp-tools\nVersion: 1\nArchitecture: amd64\n");
        work.Write("debian-binary", "2.0\n");
        using var make = Process.Start(new ProcessStartInfo("sh", ["-ec", """
            tar -cJf control.tar.xz ./control
            tar -cJf data.tar.xz -P --transform "s|^payload$|$1|" payload
            ar rc hostile.deb debian-binary control.tar.xz data.tar.xz
            """, "sh", path]) { WorkingDirectory = work.Path })!;
        make.WaitForExit();
        Assert.Equal(0, make.ExitCode);
        return File.ReadAllBytes(work.File("hostile.deb"));
    }

    [GeneratedRegex("\"size\": [0-9]+")]
    private static partial Regex Size();

    [GeneratedRegex("\"sha256\": \"[0-9a-f]+\"")]
    private static partial Regex Sha256();

    [GeneratedRegex("^(?!first|second).*\n", RegexOptions.Multiline)]
    private static partial Regex Statuses();
}
