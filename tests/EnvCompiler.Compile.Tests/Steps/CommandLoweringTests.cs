using System.Text.Json;
using EnvCompiler.Compile.Steps;
using EnvCompiler.Model.Steps;

namespace EnvCompiler.Compile.Tests.Steps;

/// <summary>What is lowered, and why the rest is not; what lowered commands do is held against bash in Run.Tests.</summary>
public sealed class CommandLoweringTests
{
    [Theory]
    [InlineData("exec /.envc/envc-run llamacpp-pipeline")]
    [InlineData("vllm-preflight && vllm-resolve-model && vllm-serve")]
    [InlineData("mkdir -p $ENVC_ENV_CACHE/x")]
    [InlineData("export TRITON_CACHE_DIR=\"${TRITON_CACHE_DIR:-$ENVC_ENV_CACHE/triton}\"\nmkdir -p \"$TRITON_CACHE_DIR\"")]
    [InlineData("[ -d \"$ENVC_ENV_PROJECT/models\" ] || mkdir -p \"$ENVC_ENV_PROJECT/models\"")]
    [InlineData("set -euo pipefail\nif [ -z \"${PORT:-}\" ]; then export PORT=8080; fi\nexec caddy run --config Caddyfile --adapter caddyfile")]
    public void What_manifests_say_most_needs_no_shell(string text) => Assert.Null(CommandLowering.Lower(text).Reason);

    [Theory]
    [InlineData("a | b", "`|` joins commands")]
    [InlineData("a & b", "`&` runs a command in the background")]
    [InlineData("a > b", "`>` redirects a command")]
    [InlineData("a 2>&1", "`>&` redirects a command")]
    [InlineData("a <<E\nE\n", "`<<` redirects a command")]
    [InlineData("(a)", "`( … )` is a shell of its own")]
    [InlineData("for x in a; do b; done", "`for` repeats commands")]
    [InlineData("while a; do b; done", "`while` or `until` repeats commands")]
    [InlineData("case $a in b) c;; esac", "`case` chooses a command")]
    [InlineData("f() { a; }", "`f` is a function")]
    [InlineData("a $(b)", "`$( … )` takes a command's output")]
    [InlineData("a *", "a pattern stands for names of files")]
    [InlineData("a ~/b", "`~` stands for a home directory")]
    [InlineData("X=~/b", "`~` stands for a home directory")]
    [InlineData("a {b,c}", "a brace, `!` or carriage return is not quoted")]
    [InlineData("a $1", "`$1` is an argument or state of a shell")]
    [InlineData("a ${b%c}", "`%` cuts a value")]
    [InlineData("IFS=x", "`IFS` means something to a shell")]
    [InlineData("a $RANDOM", "`RANDOM` means something to a shell")]
    [InlineData("source x", "`source` is a shell's own command")]
    [InlineData("$a b", "the command's name is a variable's value")]
    [InlineData("mkdir -m 700 x", "`mkdir` has an option other than `-p`")]
    [InlineData("set -x", "`set` has options other than `e`, `u` and `pipefail`")]
    [InlineData("a 'b", "it is no command that envc can read")]
    public void The_rest_names_what_needs_one(string text, string reason) => Assert.Equal(reason, CommandLowering.Lower(text).Reason);

    [Fact]
    public void Steps_are_data()
    {
        var step = CommandLowering.Lower("A=1 b \"${C:-d}\" && ! e").Step!;
        var json = JsonSerializer.Serialize(step, StepJson.Default.Step);
        Assert.Equal(
            """{"step":"and","first":{"step":"run","variables":[{"name":"A","value":{"parts":[{"text":"1"}]}}],"words":[{"parts":[{"text":"b"}]},{"parts":[{"variable":"C","operator":":-","argument":{"parts":[{"text":"d","is-quoted":true}]},"is-quoted":true}]}]},"second":{"step":"not","inner":{"step":"run","variables":[],"words":[{"parts":[{"text":"e"}]}]}}}""",
            json);
        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize(json, StepJson.Default.Step)!, StepJson.Default.Step));
    }
}
