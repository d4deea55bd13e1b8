using System.Text;
using System.Threading;
using EnvCompiler.Host.Processes;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.Ship.Distribution.Authentication;
using EnvCompiler.TestKit;

namespace EnvCompiler.Ship.Tests.Distribution.Authentication;

public sealed class CredentialFilesTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    [Fact]
    public async Task The_longest_key_that_fits_the_repository_wins()
    {
        directory.Write("auth.json", $$$$"""{"auths":{"r.example.com":{"auth":"{{{{Encode("host:1")}}}}"},"r.example.com/team":{"auth":"{{{{Encode("team:2:3")}}}}"}}}""");
        var files = Files(("REGISTRY_AUTH_FILE", directory.File("auth.json")));
        Assert.Equal("team 2:3", await FindAsync(files, "r.example.com", "team/app"));
        Assert.Equal("host 1", await FindAsync(files, "r.example.com", "other/app"));
        Assert.Null(await FindAsync(files, "r.example.com:5000", "team/app"));
    }

    [Fact]
    public async Task The_first_file_that_has_one_gives_it()
    {
        directory.Write("run/containers/auth.json", """{"auths":{}}""");
        directory.Write("home/.config/containers/auth.json", $$$$"""{"auths":{"a.io":{"auth":"{{{{Encode("podman:1")}}}}"}}}""");
        directory.Write("home/.docker/config.json", $$$$"""{"auths":{"a.io":{"auth":"{{{{Encode("docker:1")}}}}"},"https://b.io/v1/":{"auth":"{{{{Encode("old:1")}}}}"}}}""");
        var files = Files(("HOME", directory.File("home")), ("XDG_RUNTIME_DIR", directory.File("run")));
        Assert.Equal("podman 1", await FindAsync(files, "a.io", "x"));
        Assert.Equal("old 1", await FindAsync(files, "b.io", "x"));
        Assert.Null(await FindAsync(Files(("HOME", directory.File("nobody"))), "a.io", "x"));
    }

    [Fact]
    public async Task Dockers_registry_is_known_by_its_old_address()
    {
        directory.Write("config.json", $$$$"""{"auths":{"https://index.docker.io/v1/":{"auth":"{{{{Encode("me:pw")}}}}"}},"HttpHeaders":{}}""");
        Assert.Equal("me pw", await FindAsync(Files(("DOCKER_CONFIG", directory.Path)), "docker.io", "me/app"));
    }

    [Fact]
    public async Task A_helper_is_asked_for_its_registry()
    {
        var helper = directory.Write("bin/docker-credential-test", """
            #!/bin/sh
            read -r registry
            case "$1 $registry" in
            'get a.io') echo '{"ServerURL":"a.io","Username":"me","Secret":"pw"}';;
            'get token.io') echo '{"ServerURL":"token.io","Username":"<token>","Secret":"refresh"}';;
            'get broken.io') echo 'keyring is locked' >&2; exit 1;;
            *) echo 'credentials not found in native keychain'; exit 1;;
            esac
            """);
        File.SetUnixFileMode(helper, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        directory.Write("config.json", """{"auths":{"a.io":{}},"credHelpers":{"none.io":"no-such-helper"},"credsStore":"test"}""");
        var files = new CredentialFiles(Variables(("DOCKER_CONFIG", directory.Path)), new HelpersOf(directory.File("bin")));
        Assert.Equal("me pw", await FindAsync(files, "a.io", "x"));
        Assert.Null(await FindAsync(files, "other.io", "x"));
        Assert.Equal("refresh", (await files.FindAsync(new RepositoryName("token.io", "x"), default)).Value!.IdentityToken);
        var failed = await files.FindAsync(new RepositoryName("broken.io", "x"), default);
        Assert.Contains("keyring is locked", Assert.Single(failed.Diagnostics).Message, StringComparison.Ordinal);
        var missing = await files.FindAsync(new RepositoryName("none.io", "x"), default);
        Assert.Equal("ENVC1008", Assert.Single(missing.Diagnostics).Code);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"auths":{"a.io":{"auth":"%%%"}}}""")]
    [InlineData("""{"auths":{"a.io":{"auth":"bm9jb2xvbg=="}}}""")]
    public async Task A_damaged_file_is_told_and_nothing_of_it_is_shown(string content)
    {
        directory.Write("auth.json", content);
        var found = await Files(("REGISTRY_AUTH_FILE", directory.File("auth.json"))).FindAsync(new RepositoryName("a.io", "x"), default);
        var problem = Assert.Single(found.Diagnostics);
        Assert.Equal("ENVC1007", problem.Code);
        Assert.DoesNotContain("bm9j", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_credential_does_not_print_its_secret() =>
        Assert.DoesNotContain("pw", new Credential("me", "pw", null, "`x`").ToString(), StringComparison.Ordinal);

    public void Dispose() => directory.Dispose();

    private static async Task<string?> FindAsync(CredentialFiles files, string registry, string path) =>
        (await files.FindAsync(new RepositoryName(registry, path), default)).Value is { } found ? $"{found.UserName} {found.Password}" : null;

    private static CredentialFiles Files(params (string Name, string Value)[] variables) => new(Variables(variables), new ProcessRunner());

    private static Dictionary<string, string> Variables(params (string Name, string Value)[] variables) => variables.ToDictionary(pair => pair.Name, pair => pair.Value);

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    // Real programs, found in a directory instead of on PATH.
    private sealed class HelpersOf(string directory) : IProcessRunner
    {
        private readonly ProcessRunner runner = new();

        public Task<ProcessOutput?> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellation) =>
            runner.RunAsync(Path.Combine(directory, program), arguments, cancellation);

        public Task<ProcessOutput?> RunAsync(string program, IReadOnlyList<string> arguments, string input, CancellationToken cancellation) =>
            runner.RunAsync(Path.Combine(directory, program), arguments, input, cancellation);
    }
}
