using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Ship.Distribution;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>[REF]</c> of <c>push</c> and <c>pull</c>.</summary>
internal static class ReferenceArgument
{
    /// <summary>Null where none was given.</summary>
    internal static Result<Reference?> Read(string? text) =>
        text is null ? Result<Reference?>.Success(null)
        : Reference.Parse(text).TryGet(out var reference, out var problems) ? Result<Reference?>.Success(reference)
        : Result<Reference?>.Failure(problems);
}
