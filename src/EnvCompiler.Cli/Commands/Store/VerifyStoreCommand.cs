using System.CommandLine;
using System.Text.Json;
using System.Threading;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Cli.Terminal;
using EnvCompiler.Store.Verifying;

namespace EnvCompiler.Cli.Commands.Store;

/// <summary><c>envc store verify</c>.</summary>
public sealed class VerifyStoreCommand : Command
{
    private readonly CliContext context;
    private readonly Option<bool> repair = new("--repair") { Description = "Fetch what is damaged and put it in place; running processes go on" };
    private readonly Option<bool> json = new("--json") { Description = "Print a JSON object" };

    /// <summary>The command.</summary>
    public VerifyStoreCommand(CliContext context)
        : base("verify", "Hashes every artifact and holds objects, roots, layers of images and what exports made against what they were made of")
    {
        this.context = context;
        Add(repair);
        Add(json);
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var verifier = new StoreVerifier(context.Store, context.Files, context.Http, context.Processes, context.Time, new KnownLocks(context).Read());
        if (!(await verifier.VerifyAsync(parsed.GetValue(repair), cancellation)).TryGet(out var report, out var problems))
            return context.Fail(problems);
        if (parsed.GetValue(json))
            context.UserInterface.Output.WriteLine(JsonSerializer.Serialize(report, CliJson.Default.VerificationReport));
        else
            Write(report);
        var broken = report.Damaged.Count(item => !item.IsRepaired);
        return broken == 0 ? ExitCodes.Done : context.Fail([CommandLineDiagnostics.DamagedStore(context.Store.Root, broken, parsed.GetValue(repair))]);
    }

    private void Write(VerificationReport report)
    {
        if (report.Damaged.Count > 0)
            TextTable.Write(context.UserInterface.Output, [["KIND", "NAME", "STATE", "PROBLEM"], .. report.Damaged.Select(Row)]);
        var seen = $"{report.Artifacts} artifacts, {report.Objects} objects, {report.Roots} roots, and {report.Derived} layers of images, launchers and roots of units are looked at";
        context.UserInterface.Say(report.Unverified == 0 ? seen : $"{seen}; {report.Unverified} that no environment needs or whose artifact is not here are not");
    }

    private static string[] Row(DamagedItem item) =>
    [
        item.Kind, item.Package ?? item.Name[..12], item.IsRepaired ? "repaired" : "damaged",
        item.Problem + (item.Paths > 1 ? $", and {item.Paths - 1} more" : "") + (item.NotRepaired is { } reason ? $"; {reason}" : ""),
    ];
}
