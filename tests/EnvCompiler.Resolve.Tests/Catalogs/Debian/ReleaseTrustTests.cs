using System.Text;
using System.Threading;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.TestKit;

namespace EnvCompiler.Resolve.Tests.Catalogs.Debian;

/// <summary>Which Releases are believed.</summary>
public sealed class ReleaseTrustTests(SigningKey key) : CatalogTest(key)
{
    [Requires("gpg", "gpgv")]
    public async Task A_keyring_may_be_text()
    {
        File.WriteAllBytes(Scratch.File("key.asc"), Key.Armored);
        KeyringFile = "key.asc";
        Assert.True((await LoadAsync()).Ok);
    }

    [Requires("gpg")]
    public async Task Without_gpgv_sqv_decides()
    {
        var sqv = new FakeSqv(Archive.Release());
        Processes = sqv;
        Assert.True((await LoadAsync()).Ok);
        Assert.Equal(["--keyring", "--cleartext", "--output"], sqv.Arguments.Where(argument => argument.StartsWith('-')));
        Processes = new FakeSqv(Archive.Release()) { ExitCode = 1 };
        Archive.Fields["Date"] = "Sat, 21 Nov 2026 09:00:00 UTC";
        var problem = Refused("ENVC0206", await LoadAsync());
        Assert.Contains("Message has been manipulated", problem.Message, StringComparison.Ordinal);
    }

    [Requires("gpg")]
    public async Task Without_a_verifier_nothing_is_trusted()
    {
        Processes = new Without("gpgv", "sqv");
        var problem = Refused("ENVC0205", await LoadAsync());
        Assert.Equal(Fault.User, problem.Fault);
        Assert.NotNull(problem.Hint);
    }

    [Requires("gpg", "gpgv")]
    public async Task A_changed_Release_is_refused() =>
        await RefusedAsync("ENVC0206", Archive.Files(Changed(Key.ClearSign(Archive.Release()), "Date: Sat, 21", "Date: Sun, 22")));

    [Requires("gpg", "gpgv")]
    public async Task A_Release_with_any_one_bit_changed_is_refused_or_says_the_same()
    {
        var signed = Key.ClearSign(Archive.Release());
        for (var at = 0; at < signed.Length; at += signed.Length / 40)
        {
            var result = await LoadAsync(Archive.Files([.. signed[..at], (byte)(signed[at] ^ 1), .. signed[(at + 1)..]]));
            if (result.Ok)
                Assert.Equal("2026-11-21T08:00:00Z", result.Value.Suites[0].Locked.Date);
            else
                Refused("ENVC0206", result);
        }
    }

    [Requires("gpg", "gpgv")]
    public async Task An_unsigned_Release_is_refused() => await RefusedAsync("ENVC0206", Archive.Files(Encoding.ASCII.GetBytes(Archive.Release())));

    [Requires("gpg", "gpgv")]
    public async Task An_empty_Release_is_refused() => await RefusedAsync("ENVC0206", Archive.Files([]));

    [Requires("gpg", "gpgv")]
    public async Task A_web_page_in_place_of_the_Release_is_named_as_such()
    {
        var page = Encoding.ASCII.GetBytes("<!DOCTYPE html>\n<html><body>Please log in</body></html>\n");
        var problem = await RefusedAsync("ENVC0206", Archive.Files(page));
        Assert.Contains("web page", problem.Message, StringComparison.Ordinal);
    }

    [Requires("gpg", "gpgv")]
    public async Task A_Release_signed_by_someone_else_is_refused()
    {
        using var other = new SigningKey();
        var problem = await RefusedAsync("ENVC0206", Archive.Files(other));
        Assert.Contains("not in the keyring", problem.Message, StringComparison.Ordinal);
    }

    [Requires("gpg", "gpgv")]
    public async Task A_Release_of_Debians_keys_is_asked_for_where_no_keyring_is_named()
    {
        KeyringFile = null;
        Refused("ENVC0206", await LoadAsync());
    }

    [Requires("gpg", "gpgv")]
    public async Task What_stands_outside_the_signature_is_not_read()
    {
        byte[] signed = [.. Encoding.ASCII.GetBytes("Codename: sid\nDate: Sun, 01 Jan 2040 00:00:00 UTC\n\n"), .. Key.ClearSign(Archive.Release())];
        Assert.Equal("2026-11-21T08:00:00Z", (await LoadAsync(Archive.Files(signed))).Value.Suites[0].Locked.Date);
    }

    [Requires("gpg", "gpgv")]
    public async Task An_expired_Release_is_refused_unless_it_is_allowed_and_then_that_is_said()
    {
        Archive.Fields["Valid-Until"] = "Sat, 21 Nov 2026 11:59:59 UTC";
        var problem = Refused("ENVC0207", await LoadAsync());
        Assert.Contains("allow-expired", problem.Hint, StringComparison.Ordinal);
        Assert.Equal(7, problem.Place?.Line);
        Suites = [Suites[0] with { AllowExpired = true }];
        var allowed = await LoadAsync();
        Assert.True(allowed.Ok);
        Assert.Equal(("ENVC0219", Severity.Warning), (Assert.Single(allowed.Diagnostics).Code, allowed.Diagnostics[0].Severity));
    }

    [Requires("gpg", "gpgv")]
    public async Task A_cached_Release_that_has_expired_since_is_refused_offline_too()
    {
        Archive.Fields["Valid-Until"] = "Sat, 21 Nov 2026 11:59:59 UTC";
        Suites = [Suites[0] with { AllowExpired = true }];
        Assert.True((await LoadAsync()).Ok);
        Suites = [Suites[0] with { AllowExpired = false }];
        Offline = true;
        Refused("ENVC0207", await LoadAsync());
    }

    [Requires("gpg", "gpgv")]
    public async Task A_Release_that_need_not_expire_is_not_expired()
    {
        Archive.Fields.Remove("Valid-Until");
        Assert.Empty((await LoadAsync()).Diagnostics);
    }

    [Requires("gpg", "gpgv")]
    public async Task A_Release_of_another_suite_is_refused()
    {
        Archive.Fields["Codename"] = "trixie";
        Archive.Fields["Suite"] = "stable";
        var problem = Refused("ENVC0208", await LoadAsync());
        Assert.Contains("`trixie` (`stable`)", problem.Message, StringComparison.Ordinal);
    }

    [Requires("gpg", "gpgv")]
    public async Task A_suite_may_be_asked_for_by_either_of_its_names()
    {
        Archive.Fields["Codename"] = "duke";
        Archive.Fields["Suite"] = "forky";
        Assert.True((await LoadAsync()).Ok);
    }

    [Requires("gpg", "gpgv")]
    public async Task An_older_Release_than_the_last_one_is_refused_and_the_same_is_not()
    {
        Assert.True((await LoadAsync()).Ok);
        Assert.True((await LoadAsync()).Ok);
        Archive.Fields["Date"] = "Sat, 21 Nov 2026 07:59:59 UTC";
        var problem = Refused("ENVC0209", await LoadAsync());
        Assert.Contains("07:59", problem.Message, StringComparison.Ordinal);
        Assert.Contains("08:00", problem.Message, StringComparison.Ordinal);
    }

    [Requires("gpg", "gpgv")]
    public async Task An_older_Release_is_refused_whichever_mirror_it_comes_from()
    {
        Assert.True((await LoadAsync()).Ok);
        Archive.Fields["Date"] = "Sat, 21 Nov 2026 07:59:59 UTC";
        using var lagging = new HttpTestServer(Archive.Files(Key));
        Archive.Fields["Date"] = "Sat, 21 Nov 2026 10:00:00 UTC";
        using var current = new HttpTestServer(Archive.Files(Key));
        Scratch.Write("apt/sources.list", $"deb {lagging.Uri}debian trixie main\ndeb {current.Uri}debian trixie main\n");
        Assert.Equal("2026-11-21T10:00:00Z", (await LoadFromAsync(mirror: null)).Value.Suites[0].Locked.Date);
    }

    [Requires("gpg", "gpgv")]
    public async Task Signed_text_that_is_no_Release_or_has_weak_hashes_only_is_refused()
    {
        var list = $"SHA256:\n {new string('a', 64)} 1 main/binary-amd64/Packages\n";
        const string date = "Codename: forky\nDate: Sat, 21 Nov 2026 08:00:00 UTC\n";
        foreach (var (text, reason) in new[]
        {
            ("Hello\n", "no `SHA256` list"),
            ($"{date}MD5Sum:\n {new string('0', 32)} 1 main/binary-amd64/Packages\n", "no `SHA256` list"),
            ($"{date}SHA1:\n {new string('0', 40)} 1 main/binary-amd64/Packages\n", "no `SHA256` list"),
            ($"Codename: forky\n{list}", "no `Date`"),
            ($"Codename: forky\nDate: yesterday\n{list}", "`Date` is not a date"),
            ($"{date}Valid-Until: never\n{list}", "`Valid-Until` is not a date"),
        })
        {
            var problem = await RefusedAsync("ENVC0213", Archive.Files(Key.ClearSign(text)));
            Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
        }
    }

    [Requires("gpg", "gpgv")]
    public async Task An_index_that_only_a_weak_hash_vouches_for_is_not_there()
    {
        var text = Archive.Release();
        var list = text.IndexOf("SHA256:", StringComparison.Ordinal);
        var weak = $"{text[..list]}MD5Sum:\n 00000000000000000000000000000000 1 main/binary-amd64/Packages\nSHA256:\n {new string('a', 64)} 1 main/Contents-amd64\n";
        var problem = await RefusedAsync("ENVC0212", Archive.Files(Key.ClearSign(weak)));
        Assert.Contains("main/binary-amd64/Packages", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_keyring_that_is_not_there_is_reported_at_its_line()
    {
        KeyringFile = "absent.gpg";
        var problem = await RefusedAsync("ENVC0216", []);
        Assert.Equal(5, problem.Place?.Line);
    }

    // As sqv 1.5 behaves: it is on few machines, and Debian 12's cannot read InRelease files yet.
    private sealed class FakeSqv(string signedText) : IProcessRunner
    {
        internal int ExitCode { get; init; }

        internal IReadOnlyList<string> Arguments { get; private set; } = [];

        public async Task<ProcessOutput?> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellation)
        {
            if (program != "sqv")
                return null;
            Arguments = arguments;
            await File.WriteAllTextAsync(arguments[arguments.ToList().IndexOf("--output") + 1], signedText, cancellation);
            return new ProcessOutput(ExitCode, "", ExitCode == 0 ? "" : "Verifying signature:\n           Message has been manipulated\n");
        }
    }
}
