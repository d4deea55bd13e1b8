using EnvCompiler.EndToEnd.Harness;
using EnvCompiler.TestKit;

namespace EnvCompiler.EndToEnd;

/// <summary>Programs do their work from roots, for uid 0 and for an ordinary user.</summary>
public sealed class ProgramTests(ProgramsEnvironment environment) : IClassFixture<ProgramsEnvironment>
{
    [RequiresMirror]
    public void Numpy_solves_a_linear_system_with_each_BLAS()
    {
        foreach (var person in environment.People)
        {
            foreach (var (group, directory) in (ReadOnlySpan<(string, string)>)
                [("toplevel", "openblas-pthread"), ("reference", "blas"), ("openmp", "openblas-openmp"), ("serial", "openblas-serial"), ("blis", "blis-pthread")])
            {
                var said = ProgramsEnvironment.RunIn(person, group, "python3", Path.Combine(ProgramsEnvironment.Scripts, "solve.py")).Expect(0);
                Assert.StartsWith($"/usr/lib/x86_64-linux-gnu/{directory}/libblas.so.3", said.Output, StringComparison.Ordinal);
            }
        }
    }

    [RequiresMirror]
    public void Nginx_serves_over_TLS_and_curl_verifies_the_certificate() =>
        ForEach(person => Assert.Equal("served over TLS\ncurl ends with 60\n", environment.RunScript(person, "nginx-tls.sh").Expect(0).Output));

    [RequiresMirror("unshare", "mount", RootUser = true)]
    public void Curl_trusts_an_authority_that_the_hosts_administrator_added()
    {
        // The host's own directory stays as it is: this administrator acts in a mount namespace.
        var self = environment.People[0];
        var place = environment.NewDirectory(self);
        environment.RunScriptIn(place, self, "certificate.sh").Expect(0);
        var script = $"mkdir -p /usr/local/share/ca-certificates && mount -t tmpfs tmpfs /usr/local/share/ca-certificates && cp '{place}/authority.pem' /usr/local/share/ca-certificates/test.crt && exec \"$@\"";
        var administrator = self with { Prefix = ["unshare", "-m", "sh", "-ec", script, "sh"] };
        Assert.Equal("served over TLS\ncurl ends with 0\n", environment.RunScriptIn(place, administrator, "nginx-tls.sh").Expect(0).Output);
    }

    [RequiresMirror]
    public void Names_are_resolved_in_a_root_that_is_entered_from_another() => ForEach(person =>
    {
        var enter = Path.Combine(person.Project, ".envc/current/targets/x86_64-linux/cpu/enter");
        var said = ProgramsEnvironment.RunIn(person, "toplevel", enter, "speech", "cat", "/etc/resolv.conf", "/etc/hosts").Expect(0);
        Assert.Equal(ProgramsEnvironment.RunIn(person, "toplevel", "cat", "/etc/resolv.conf", "/etc/hosts").Expect(0).Output, said.Output);
    });

    [RequiresMirror]
    public void Prometheus_scrapes_itself() =>
        ForEach(person => Assert.Equal("\"1\"\n", environment.RunScript(person, "prometheus.sh").Expect(0).Output));

    [RequiresMirror]
    public void Git_clones_over_http() =>
        ForEach(person => Assert.Equal("content\n", environment.RunScript(person, "git-http.sh").Expect(0).Output));

    [RequiresMirror("ssh-agent", "ssh-add", "ssh-keygen")]
    public void Git_clones_over_ssh_with_the_agent_of_the_host() => ForEach(person =>
    {
        using var agent = new SshAgent(person, environment.NewDirectory(person));
        Assert.Equal("content\n", environment.RunScript(person, "git-ssh.sh", ("SSH_AUTH_SOCK", agent.Socket)).Expect(0).Output);
    });

    [RequiresMirror]
    public void Python_keeps_its_byte_code_in_the_environment() => ForEach(person => Assert.StartsWith(
        "True /var/cache/python/",
        ProgramsEnvironment.RunIn(
            person, "toplevel", "env", "-u", "PYTHONDONTWRITEBYTECODE", "python3", "-c", "import json, os; print(os.path.exists(json.__cached__), json.__cached__)").Expect(0).Output,
        StringComparison.Ordinal));

    [RequiresMirror]
    public void A_venv_that_is_made_inside_runs_inside() =>
        ForEach(person => Assert.Contains($"/made\nfrom {person.Project}/run-", environment.RunScript(person, "venv.sh").Expect(0).Output, StringComparison.Ordinal));

    [RequiresMirror]
    public void Whisper_turns_a_tone_into_text() =>
        ForEach(person => Assert.Contains(" word", environment.RunScript(person, "whisper.sh").Expect(0).Output, StringComparison.Ordinal));

    [RequiresMirror]
    public void Transformers_generates_tokens_with_torch() => ForEach(person => Assert.Equal(
        "(1, 7)\n", ProgramsEnvironment.RunIn(person, "learning", "python3", Path.Combine(ProgramsEnvironment.Scripts, "generate.py")).Expect(0).Output));

    private void ForEach(Action<Person> check)
    {
        foreach (var person in environment.People)
            check(person);
    }
}
