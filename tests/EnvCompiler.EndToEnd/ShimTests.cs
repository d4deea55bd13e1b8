using EnvCompiler.EndToEnd.Harness;
using EnvCompiler.TestKit;

namespace EnvCompiler.EndToEnd;

/// <summary>
/// A shim behaves as its program, by every way in, for uid 0 and for an ordinary user. What is checked is in the scripts of <c>Shims/</c>,
/// which print a line for each thing that is wrong.
/// </summary>
public sealed class ShimTests(ShimEnvironment environment) : IClassFixture<ShimEnvironment>
{
    [Requires("bwrap", "setpriv", "timeout", "pgrep", RootUser = true)]
    public void Every_signal_to_the_shims_pid_reaches_the_program() => AssertNoProblems("signals");

    [Requires("bwrap", "setpriv", "timeout", RootUser = true)]
    public void A_shim_ends_with_its_programs_exit_code() => AssertNoProblems("exit-codes");

    [Requires("bwrap", "setpriv", "timeout", RootUser = true)]
    public void Streams_limits_and_masks_are_those_of_the_shim() => AssertNoProblems("streams");

    [Requires("bwrap", "setpriv", "timeout", RootUser = true)]
    public void Arguments_and_names_arrive_byte_for_byte_through_nested_shims_too() => AssertNoProblems("arguments");

    [Requires("bwrap", "setpriv", "timeout", "tmux", "pgrep", RootUser = true)]
    public void Under_a_terminal_a_shim_is_a_job_as_its_program_would_be() => AssertNoProblems("terminal");

    private void AssertNoProblems(string script)
    {
        foreach (var user in (string[])["0", ShimEnvironment.OrdinaryUser])
            Assert.Equal("", string.Concat(ShimEnvironment.Ways(user).Select(way => environment.Problems(user, way, script))));
    }
}
