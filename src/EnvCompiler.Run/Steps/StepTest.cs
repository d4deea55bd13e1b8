using System.Globalization;
using EnvCompiler.Host.Files;

namespace EnvCompiler.Run.Steps;

/// <summary><c>test</c> and <c>[</c> (POSIX.1-2024 XCU test).</summary>
/// <param name="directory">Which relative paths are of.</param>
internal sealed class StepTest(string directory)
{
    /// <summary>Null where the expression is none.</summary>
    internal bool? Evaluate(ReadOnlySpan<string> arguments) => arguments switch
    {
        [] => false,
        [var only] => only.Length > 0,
        ["!", var only] => only.Length == 0,
        [var symbol, var operand] => Unary(symbol, operand),
        [var left, "=" or "==" , var right] => left == right,
        [var left, "!=", var right] => left != right,
        [var left, "-eq" or "-ne" or "-lt" or "-le" or "-gt" or "-ge", var right] => Compare(left, arguments[1], right),
        ["!", var symbol, var operand] => !Unary(symbol, operand),
        ["!", .. { Length: 3 } rest] => !Evaluate(rest),
        _ => null,
    };

    private bool? Unary(string symbol, string operand)
    {
        var path = Path.Combine(directory, operand);
        var status = operand.Length == 0 ? null : FileStatus.TryOf(path);
        return symbol switch
        {
            "-n" => operand.Length > 0,
            "-z" => operand.Length == 0,
            "-e" => status is not null,
            "-f" => status is { IsRegular: true },
            "-d" => status is { IsDirectory: true },
            "-s" => status is { Size: > 0 },
            "-r" => status is not null && FileStatus.MayRead(path),
            "-w" => status is not null && FileStatus.MayWrite(path),
            "-x" => status is not null && FileStatus.MayExecute(path),
            "-L" or "-h" => operand.Length > 0 && new FileInfo(path).LinkTarget is not null,
            _ => null,
        };
    }

    private static bool? Compare(string left, string symbol, string right)
    {
        if (!Number(left, out var a) || !Number(right, out var b))
            return null;
        return symbol switch
        {
            "-eq" => a == b,
            "-ne" => a != b,
            "-lt" => a < b,
            "-le" => a <= b,
            "-gt" => a > b,
            _ => a >= b,
        };
    }

    private static bool Number(string text, out long number) =>
        long.TryParse(text.AsSpan().Trim(" \t"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
