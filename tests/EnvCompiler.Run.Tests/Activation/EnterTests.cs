using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Activation;

public sealed class EnterTests
{
    [Fact]
    public async Task A_command_runs_inside_the_root_with_its_arguments_untouched()
    {
        using var environment = new BuiltEnvironment();
        string[] odd = ["", "a b", "$HOME", "`id`", "'\"", "*", "new\nline", "ünï", "--", "-x"];
        var output = await environment.EnterAsync(["printf", "%s\\0", .. odd]);
        Assert.Equal("", output.Error);
        Assert.Equal(odd, output.Output.Split('\0')[..^1]);
    }

    [Fact]
    public async Task The_roots_own_etc_is_seen_with_the_hosts_names_and_the_caller()
    {
        using var environment = new BuiltEnvironment();
        var output = await environment.EnterAsync("sh", "-c", "cat /etc/stored; grep -c . /etc/passwd; id -un; readlink /etc/os-release; cmp /etc/hosts /.host-etc/hosts");
        // The root has two users of its own; the caller is added where it is none of them.
        var users = Environment.UserName == "root" ? 2 : 3;
        Assert.Equal($"stored{users}\n{Environment.UserName}\n../usr/lib/os-release\n", output.Output);
        Assert.Equal(0, output.ExitCode);
    }

    [Fact]
    public async Task Var_is_a_copy_of_the_environments_own_that_keeps_what_is_written()
    {
        using var environment = new BuiltEnvironment();
        var written = await environment.EnterAsync("sh", "-c", "cat /var/lib/thing/state; echo changed > /var/lib/thing/state; readlink /var/run");
        Assert.Equal("initial/run\n", written.Output);
        Assert.Equal("changed\n", (await environment.EnterAsync("cat", "/var/lib/thing/state")).Output);
        Assert.Equal("changed\n", File.ReadAllText(environment.Layout.Cache + "/var/toplevel/lib/thing/state"));
    }

    [Fact]
    public async Task The_path_inside_is_the_roots_own_before_the_shims_of_other_groups()
    {
        using var environment = new BuiltEnvironment();
        var output = await environment.EnterAsync("sh", "-c", "echo $PATH");
        Assert.StartsWith("/.envc:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:", output.Output, StringComparison.Ordinal);
        Assert.EndsWith("/targets/x86_64-linux/cpu/bin:/.envc-driver/bin\n", output.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exit_codes_are_the_programs_own()
    {
        using var environment = new BuiltEnvironment();
        Assert.Equal(42, (await environment.EnterAsync("sh", "-c", "exit 42")).ExitCode);
        Assert.Equal(143, (await environment.EnterAsync("sh", "-c", "kill -TERM $$")).ExitCode);
        Assert.Equal(127, (await environment.EnterAsync("no-such-command")).ExitCode);
        Assert.Equal(126, (await environment.EnterAsync("/etc/stored")).ExitCode);
    }

    [Fact]
    public async Task The_working_directory_stays_and_a_hidden_one_is_refused()
    {
        using var environment = new BuiltEnvironment();
        var prepared = (await environment.PrepareAsync()).Value;
        var seen = await environment.RunAsync(prepared.EnterPath, ["toplevel", "pwd"], prepared.Variables, Path.GetTempPath().TrimEnd('/'));
        Assert.Equal(Path.GetTempPath().TrimEnd('/') + "\n", seen.Output);
        var hidden = await environment.RunAsync(prepared.EnterPath, ["toplevel", "pwd"], prepared.Variables, "/var/lib");
        Assert.Equal(0, hidden.ExitCode);
        hidden = await environment.RunAsync(prepared.EnterPath, ["toplevel", "pwd"], prepared.Variables, "/var/lib/dpkg");
        Assert.Equal(125, hidden.ExitCode);
        Assert.Contains("`/var/lib/dpkg` cannot be seen inside the root", hidden.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_root_inside_itself_is_entered_without_a_second_namespace()
    {
        using var environment = new BuiltEnvironment();
        var output = await environment.EnterAsync(
            "sh", "-c", $"readlink /proc/self/ns/mnt; '{environment.Enter.Replace("'", "'\\''", StringComparison.Ordinal)}' toplevel readlink /proc/self/ns/mnt");
        var spaces = output.Output.Split('\n');
        Assert.Equal(spaces[0], spaces[1]);
    }

    [Fact]
    public async Task A_shim_runs_its_command_from_anywhere_and_through_a_link()
    {
        using var environment = new BuiltEnvironment();
        var prepared = (await environment.PrepareAsync()).Value;
        var shim = Path.Combine(prepared.Variables["ENVC_ENV"], "bin", "printf");
        Assert.Equal("a b", (await environment.RunAsync(shim, ["%s", "a b"])).Output);
        var link = Path.Combine(environment.Layout.Directory, "link");
        File.CreateSymbolicLink(link, shim);
        Assert.Equal("a b", (await environment.RunAsync(link, ["%s", "a b"])).Output);
    }

    [Fact]
    public async Task A_host_that_was_never_activated_is_told_what_to_do()
    {
        using var environment = new BuiltEnvironment();
        var output = await environment.RunAsync(environment.Enter, ["toplevel", "true"]);
        Assert.Equal(125, output.ExitCode);
        Assert.Contains("hint: run `envc activate -- true` once", output.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_environment_below_var_is_visible_inside()
    {
        const string place = "/var/tmp/envc test";
        try
        {
            using var environment = new BuiltEnvironment(place: place);
            var output = await environment.EnterAsync("sh", "-c", "pwd; echo x > written");
            Assert.Equal(($"{place}\n", ""), (output.Output, output.Error));
            Assert.True(File.Exists(Path.Combine(place, "written")));
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }
}
