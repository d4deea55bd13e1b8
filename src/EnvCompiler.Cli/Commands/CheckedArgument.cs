using System.CommandLine;

namespace EnvCompiler.Cli.Commands;

/// <summary>Arguments whose values are looked at before a command runs.</summary>
internal static class CheckedArgument
{
    /// <summary>The number of a generation.</summary>
    /// <param name="name">What help and messages call it.</param>
    /// <param name="description">For help.</param>
    /// <param name="isOptional">It may be left out.</param>
    internal static Argument<int?> Generation(string name, string description, bool isOptional = false) => new(name)
    {
        Arity = isOptional ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
        Description = description,
        CustomParser = argument => WholeNumber.Parse(argument, name, 1, int.MaxValue),
    };
}
