using System.CommandLine;
using System.Threading;
using EnvCompiler.Cli.Pipeline.Shipping;
using EnvCompiler.Cli.Terminal;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>envc push [REF]</c>.</summary>
public sealed class PushCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Option<bool> noWait = NoWaitOption.Create();
    private readonly Option<bool> plainHttp = PlainHttpOption.Create();
    private readonly Option<bool> withPackages = new("--with-packages") { Description = "Push the packages and models of the live generation too: the registry alone is then enough to run it" };
    private readonly Option<bool> force = new("--force") { Description = "Take the place of what the repository has, where it has gone on otherwise" };
    private readonly Option<string?> sign = new("--sign") { HelpName = "KEY", Description = "Sign all generations, those that are there already too, with a private key (PEM, ECDSA P-256; the password of an encrypted one is `ENVC_SIGNING_PASSWORD`, or asked for)" };
    private readonly Argument<string?> reference = new("REF")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "`registry.example.com/team/name`, or `oci:DIR` (default: where it was pushed to or pulled from)",
    };

    /// <summary>The command.</summary>
    public PushCommand(CliContext context)
        : base("push", "Builds, and brings the generations to a registry or an OCI layout directory")
    {
        this.context = context;
        sign.OfPath();
        Add(reference);
        foreach (var option in (Option[])[directory, withPackages, force, sign, plainHttp, noWait])
            Add(option);
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        context.NoWait = parsed.GetValue(noWait);
        if (!ReferenceArgument.Read(parsed.GetValue(reference)).TryGet(out var target, out var problems)
            || !EnvironmentOption.Find(parsed.GetValue(directory)).TryGet(out var layout, out problems))
            return context.Fail(problems);
        var options = new PushOptions(parsed.GetValue(withPackages), parsed.GetValue(force), parsed.GetValue(plainHttp)) { KeyFile = parsed.GetValue(sign) };
        if (!(await new EnvironmentPusher(context, layout).PushAsync(target, options, cancellation)).TryGet(out var report, out problems))
            return context.Fail(problems);
        context.UserInterface.Report(problems);
        var signed = report.Signed.Count > 0 ? $", signed {NumberList.Of("generation", report.Signed)}" : "";
        context.UserInterface.Say(report.Generations.Count == 0 && report.Blobs == 0
            ? $"up to date{signed}: {report.Digest}"
            : $"pushed {NumberList.Of("generation", report.Generations)}, {report.Blobs} new blobs, {ByteSize.Of(report.Bytes)}{signed}: {report.Digest}");
        return ExitCodes.Done;
    }
}
