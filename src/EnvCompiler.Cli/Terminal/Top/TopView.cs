using System.Globalization;
using EnvCompiler.Cli.Commands.Services;
using EnvCompiler.Run.Supervision;
using EnvCompiler.Run.Supervision.Usage;

namespace EnvCompiler.Cli.Terminal.Top;

/// <summary>The screen of <c>envc services top</c> as lines: a function of what is shown and of the screen's size.</summary>
internal static class TopView
{
    private const string Keys = "↑↓ choose  r restart  s stop  a start  l logs  q quit";
    private const string Chosen = "> ";

    private static readonly TopColumn[] s_columns =
    [
        new("SERVICE", row => row.Status.Name) { Least = 10, Wanted = 24 },
        new("STATE", row => row.Status.State.ToString().ToLowerInvariant()),
        new("RESTARTS", row => Number(row.Status.Restarts)) { Rank = 3, IsNumber = true },
        new("CPU%", row => Percent(row.Usage)) { IsNumber = true },
        new("MEMORY", row => row.Usage is { } usage ? ByteSize.Of(usage.Memory) : "-") { IsNumber = true },
        new("GPU MEM", row => row.Usage?.GpuMemory is { } bytes ? ByteSize.Of(bytes) : "-") { Rank = 1, IsNumber = true },
        new("UPTIME", row => row.Usage is { } usage ? AgeText.Of(TimeSpan.FromSeconds(usage.Uptime)) : "-") { IsNumber = true },
        new("PID", row => Number(row.Status.Pid)) { Rank = 5, IsNumber = true },
        new("PROCS", row => Number(row.Usage?.Processes)) { Rank = 6, IsNumber = true },
        new("ENDPOINT", row => row.Status.Endpoint ?? "-") { Rank = 7, Least = 20, Wanted = 20 },
        new("LAST END", row => ServiceTable.LastEnd(row.Status)) { Least = 10, Wanted = 24 },
    ];

    /// <summary>The whole screen.</summary>
    /// <param name="shown">What to show.</param>
    /// <param name="chosen">Index of the service that keys act on.</param>
    /// <param name="message">What became of the last key; null for none.</param>
    /// <param name="width">Columns of the screen.</param>
    /// <param name="height">Lines of the screen.</param>
    internal static IReadOnlyList<StyledLine> Screen(TopSnapshot shown, int chosen, string? message, int width, int height)
    {
        var lines = new List<StyledLine>();
        foreach (var line in Title(shown))
            lines.Add(new(TopTable.Fit(line, width), LineStyle.Head));
        lines.Add(new(""));
        var table = Table(shown, width - Chosen.Length);
        lines.Add(new("  " + table[0], LineStyle.Head));
        var room = Math.Max(height - lines.Count - 2, 1);
        var first = Math.Clamp(chosen - (room / 2), 0, Math.Max(shown.Services.Count - room, 0));
        for (var i = first; i < Math.Min(first + room, shown.Services.Count); i++)
            lines.Add(new((i == chosen ? Chosen : "  ") + table[i + 1], i == chosen ? LineStyle.Chosen : StyleOf(shown.Services[i].Status.State)));
        if (shown.Services.Count == 0)
            lines.Add(new("  no services"));
        while (lines.Count < height - 2)
            lines.Add(new(""));
        lines.Add(new(TopTable.Fit(message ?? "", width)));
        lines.Add(new(TopTable.Fit(Keys, width), LineStyle.Dim));
        return lines;
    }

    /// <summary>Title and table, for where there is no screen.</summary>
    internal static IReadOnlyList<string> Plain(TopSnapshot shown, int width) => [.. Title(shown), "", .. Table(shown, width)];

    private static IReadOnlyList<string> Table(TopSnapshot shown, int width)
    {
        var columns = shown.Services.Any(row => row.Usage?.GpuMemory is not null) ? s_columns : s_columns.Where(column => column.Head != "GPU MEM");
        return TopTable.Lines([.. columns], shown.Services, width);
    }

    private static string[] Title(TopSnapshot shown)
    {
        var ready = shown.Services.Count(row => row.Status.State == ServiceState.Ready);
        var services = $"{shown.Services.Count} service{(shown.Services.Count == 1 ? "" : "s")}, {ready} ready";
        var supervisor = shown is { Supervisor: { } usage, SupervisorPid: { } pid }
            ? $"supervisor {pid}, CPU {Percent(usage)} %, {ByteSize.Of(usage.Memory)}, up {AgeText.Of(TimeSpan.FromSeconds(usage.Uptime))}"
            : "no supervisor";
        return [$"{shown.Time.LocalDateTime:HH:mm:ss}  {services}  {shown.Environment}", supervisor];
    }

    private static LineStyle StyleOf(ServiceState state) => state switch
    {
        ServiceState.Failed => LineStyle.Bad,
        ServiceState.Ready or ServiceState.Completed => LineStyle.Plain,
        ServiceState.Stopped or ServiceState.Skipped => LineStyle.Dim,
        _ => LineStyle.Changing,
    };

    private static string Percent(ProcessesUsage? usage) =>
        usage?.CpuPercent is { } percent ? percent.ToString("0.0", CultureInfo.InvariantCulture) : "-";

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "-";
}
