using System.CommandLine;
using System.Text.Json;
using System.Threading;
using EnvCompiler.Cli.Commands.Services;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Cli.Terminal;
using EnvCompiler.Run.Activation;
using EnvCompiler.Run.Activation.Starts;
using EnvCompiler.Run.Activation.Status;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>envc status [--json]</c>: what is live here, and why it is so. Starts nothing and touches no network.</summary>
public sealed class StatusCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Option<bool> json = new("--json") { Description = "Print a JSON object" };

    /// <summary>The command.</summary>
    public StatusCommand(CliContext context)
        : base("status", "Shows the live generation, its target, the way into its roots, running activations and services")
    {
        this.context = context;
        Add(directory);
        Add(json);
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (!EnvironmentOption.Find(parsed.GetValue(directory)).TryGet(out var layout, out var problems))
            return context.Fail(problems);
        if (LiveGeneration.TryOpen(layout) is not { } live)
            return context.Fail([CommandLineDiagnostics.NotBuilt(layout.Directory)]);
        if (!(await RunningServices.LiveAsync(layout, cancellation)).TryGet(out var services, out problems))
            return context.Fail(problems);
        var report = new StatusReport(
            new StatusReader(HostContext.Current()).Read(live, CallerVariables.Read()),
            new ActivationRecords(RunningServices.Layout(layout)).Running(),
            services);
        if (parsed.GetValue(json))
            context.UserInterface.Output.WriteLine(JsonSerializer.Serialize(report, CliJson.Default.StatusReport));
        else
            Write(report);
        return ExitCodes.Done;
    }

    private void Write(StatusReport report)
    {
        var (status, output) = (report.Status, context.UserInterface.Output);
        TextTable.Write(
            output,
            [
                ["environment", status.Environment],
                ["generation", $"{status.Generation}"],
                ["target", WithReason(status.Target, status.TargetReason)],
                ["way in", WithReason(status.Way, status.WayReason)],
                ["store", status.Store],
            ]);
        output.WriteLine();
        TextTable.Write(output, [["WAY", "WORKS", "REASON"], .. status.Ways.Select(Row)]);
        if (report.Activations.Count > 0)
        {
            output.WriteLine();
            TextTable.Write(output, [["ACTIVATION", "GENERATION", "TARGET", "SINCE"], .. report.Activations.Select(Row)]);
        }

        if (report.Services.Count > 0)
        {
            output.WriteLine();
            ServiceTable.Write(output, report.Services, context.Time.GetUtcNow());
        }
    }

    private static string WithReason(string? value, string reason) => value is null ? $"none: {reason}" : $"{value}: {reason}";

    private string[] Row(RunningActivation activation) =>
    [
        $"pid {activation.Pid}", $"{activation.Generation}", activation.Target, AgeText.Of(context.Time.GetUtcNow() - activation.Since),
    ];

    private static string[] Row(WayStatus way) => [way.Name, way.Works switch { true => "yes", false => "no", null => "-" }, way.Reason];
}
