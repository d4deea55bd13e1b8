using EnvCompiler.Cli.Terminal.Top;
using EnvCompiler.Run.Supervision;
using EnvCompiler.Run.Supervision.Logs;
using EnvCompiler.Run.Supervision.Usage;

namespace EnvCompiler.Cli.Tests.Terminal;

public sealed class TopViewTests
{
    [Fact]
    public void At_80_columns_the_least_important_columns_go_and_texts_are_cut()
    {
        var lines = TopView.Screen(Shown(), chosen: 1, "stop llm: done", 80, 12).Select(line => line.Text).ToList();

        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
        Assert.Equal(12, lines.Count);
        Assert.Contains("GPU MEM", lines[3], StringComparison.Ordinal);
        Assert.DoesNotContain("PROCS", lines[3], StringComparison.Ordinal);
        Assert.Contains("  ended b", lines[5], StringComparison.Ordinal);
        Assert.StartsWith("> ", lines[5], StringComparison.Ordinal);
        Assert.Equal("stop llm: done", lines[^2]);
    }

    [Fact]
    public void At_200_columns_everything_is_there_in_full()
    {
        var lines = TopView.Screen(Shown(), chosen: 0, message: null, 200, 12).Select(line => line.Text).ToList();

        Assert.All(lines, line => Assert.InRange(line.Length, 0, 200));
        Assert.Contains("ENDPOINT", lines[3], StringComparison.Ordinal);
        Assert.Contains("PROCS", lines[3], StringComparison.Ordinal);
        Assert.Contains("a-language-model-of-the-team-for-code", lines[5], StringComparison.Ordinal);
        Assert.EndsWith("ended before it was ready (exit code 3)", lines[5], StringComparison.Ordinal);
        Assert.Contains("17.2 GB", lines[4], StringComparison.Ordinal);
        Assert.Contains("213.5", lines[4], StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_GPU_there_is_no_column_for_it()
    {
        var shown = Shown();
        shown = shown with { Services = [.. shown.Services.Select(row => row with { Usage = row.Usage is { } usage ? usage with { GpuMemory = null } : null })] };

        Assert.DoesNotContain(TopView.Plain(shown, 200), line => line.Contains("GPU", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(25, 20)]
    [InlineData(49, 40)]
    public void The_chosen_one_of_many_is_on_the_screen(int chosen, int firstAtLeast)
    {
        var row = Shown().Services[0];
        var shown = Shown() with { Services = [.. Enumerable.Range(0, 50).Select(i => row with { Status = row.Status with { Name = $"s{i}" } })] };

        var lines = TopView.Screen(shown, chosen, message: null, 100, 16);

        Assert.Equal(16, lines.Count);
        Assert.StartsWith($"> s{chosen} ", Assert.Single(lines, line => line.Style == LineStyle.Chosen).Text, StringComparison.Ordinal);
        Assert.True(int.Parse(lines[4].Text.Trim(' ', '>').Split(' ')[0][1..]) >= firstAtLeast);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(10, 3)]
    [InlineData(40, 5)]
    public void A_tiny_screen_is_no_error(int width, int height) =>
        Assert.NotEmpty(TopView.Screen(Shown(), chosen: 0, message: "m", width, height));

    [Fact]
    public void A_log_cannot_move_the_cursor_or_colour_the_screen()
    {
        var line = new LogLine("llm", null, null, "\e[2J\e[1;31mred\e[0m\ttab\rback\a \e7saved");

        Assert.Equal("red tabback saved", TopLogView.Shown(line));
    }

    [Theory]
    [InlineData("\e[A\e[Bjk", "Up Down Down Up")]
    [InlineData("\eOAq", "Up Quit")]
    [InlineData("\e", "Back")]
    [InlineData("rsal\r", "Restart Stop Start Logs Logs")]
    [InlineData("x\e[Zq", "Quit")]
    public void Keys_are_read_out_of_what_a_terminal_sends(string input, string expected) =>
        Assert.Equal(expected, string.Join(' ', TopKeys.Of(System.Text.Encoding.ASCII.GetBytes(input))));

    private static TopSnapshot Shown() => new()
    {
        Environment = "/home/somebody/environments/a-directory-with-a-long-name/another-one/project",
        Time = new DateTimeOffset(2026, 11, 21, 9, 45, 22, TimeSpan.Zero),
        SupervisorPid = 4711,
        Supervisor = Usage(0.1, 21_000_000, null),
        Services =
        [
            new TopRow(Status("llm", ServiceState.Ready) with { Endpoint = "http://127.0.0.1:8080", Pid = 4712 }, Usage(213.5, 5_600_000_000, 17_200_000_000)),
            new TopRow(Status("a-language-model-of-the-team-for-code", ServiceState.Failed) with { Reason = EndReason.EndedBeforeReady, ExitCode = 3 }, Usage: null),
        ],
    };

    private static ProcessesUsage Usage(double percent, long memory, long? gpuMemory) => new()
    {
        Processes = 3, CpuPercent = percent, CpuSeconds = 100, Memory = memory, MemoryMeasure = MemoryMeasure.Resident, GpuMemory = gpuMemory, Uptime = 7300,
    };

    private static ServiceStatus Status(string name, ServiceState state) =>
        new() { Name = name, State = state, Target = "x86_64-linux/sm_90", Generation = 1, Log = "/l" };
}
