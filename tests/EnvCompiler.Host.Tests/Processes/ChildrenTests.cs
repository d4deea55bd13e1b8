using System.Text;
using System.Threading;
using EnvCompiler.Host.Processes;
using EnvCompiler.TestKit;
using Microsoft.Win32.SafeHandles;

namespace EnvCompiler.Host.Tests.Processes;

public sealed class ChildrenTests
{
    [Fact]
    public void A_child_leads_its_own_session_in_the_directory_and_with_the_variables_it_was_given()
    {
        using var directory = new TemporaryDirectory();

        var said = Run(directory.Path, "echo $$; cut -d' ' -f6 /proc/$$/stat; pwd; env | grep -v -e ^PWD -e ^SHLVL -e ^_; exit 3", out var status);

        Assert.Equal(new ExitStatus(3), status);
        Assert.Equal(said[0], said[1]);
        Assert.Equal([directory.Path, "ONLY=this"], said[2..]);
    }

    [Fact]
    public void A_child_has_no_ignored_signals_though_the_runtime_ignores_some()
    {
        var said = Run("/", "exec grep -E '^Sig(Blk|Ign)' /proc/self/status", out _);

        // The C library keeps 32 and 33 for itself.
        Assert.Equal("SigBlk:\t0000000000000000", said[0]);
        Assert.EndsWith("00000000", (Convert.ToUInt64(said[1].Split('\t')[1], 16) & 0x7FFF_FFFF).ToString("x8"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_signal_that_ended_a_child_is_told()
    {
        Run("/", "kill -SEGV $$", out var status);

        Assert.Equal(new ExitStatus(139, 11), status);
        Assert.Equal("signal SEGV", status.ToString());
    }

    [Fact]
    public void What_cannot_be_executed_is_told_with_its_reason()
    {
        using var nothing = File.OpenHandle("/dev/null");

        var failure = Assert.Throws<IOException>(() => Children.Spawn(Request("/nowhere/program", "/", nothing, [])));

        Assert.Equal("cannot execute /nowhere/program: No such file or directory", failure.Message);
    }

    [Fact]
    public void A_handle_never_means_another_process()
    {
        using var output = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Write);
        using var child = Children.Spawn(Request("/bin/true", "/", output, []));
        Wait(child);

        Assert.False(child.Signal(SignalNames.Term));
        Assert.Null(ProcessHandle.TryOpen(child.Pid));
    }

    [Fact]
    public void The_process_table_tells_a_process_its_start_and_its_variables()
    {
        using var output = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Write);
        using var child = Children.Spawn(Request("/bin/sleep", "/", output, ["100"]));
        using var later = Children.Spawn(Request("/bin/sleep", "/", output, ["100"]));
        SpinWait.SpinUntil(() => ProcessTable.Variable(child.Pid, "ONLY") is not null, Eventually.Patience);

        var entry = ProcessTable.Find(child.Pid)!;
        Assert.Equal((child.Pid, Environment.ProcessId, child.Pid), (entry.Pid, entry.Parent, entry.Session));
        Assert.True(ProcessTable.Find(later.Pid)!.StartTime >= entry.StartTime);
        Assert.Equal("this", ProcessTable.Variable(child.Pid, "ONLY"));
        Assert.Null(ProcessTable.Variable(child.Pid, "NLY"));
        child.Signal(SignalNames.Kill);
        later.Signal(SignalNames.Kill);
        Assert.Equal(new ExitStatus(137, SignalNames.Kill), Wait(child));
        Wait(later);
    }

    private static SpawnRequest Request(string program, string directory, SafeFileHandle output, string[] arguments) => new()
    {
        Program = program,
        Arguments = [program, .. arguments],
        Variables = new Dictionary<string, string> { ["ONLY"] = "this" },
        Directory = directory,
        Descriptors = [output, output, output],
    };

    private static string[] Run(string directory, string script, out ExitStatus status)
    {
        using var temporary = new TemporaryDirectory();
        var path = temporary.File("output");
        using (var output = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite))
        using (var child = Children.Spawn(Request("/bin/sh", directory, output, ["-c", script])))
            status = Wait(child);
        return File.ReadAllText(path, Encoding.UTF8).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static ExitStatus Wait(ProcessHandle child)
    {
        ExitStatus? status = null;
        Assert.True(SpinWait.SpinUntil(() => (status = child.TryReap()) is not null, Eventually.Patience));
        return status!.Value;
    }
}
