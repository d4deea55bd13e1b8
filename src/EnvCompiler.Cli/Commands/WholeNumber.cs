using System.CommandLine.Parsing;
using System.Globalization;

namespace EnvCompiler.Cli.Commands;

/// <summary>Numbers of the command line.</summary>
internal static class WholeNumber
{
    /// <summary>Reads one; null beside an error, whose words are a person's and not the parser's.</summary>
    /// <param name="argument">What was given.</param>
    /// <param name="name">Of the option or argument.</param>
    /// <param name="lowest">The lowest that is allowed.</param>
    /// <param name="highest">The highest; <see cref="int.MaxValue"/> for none.</param>
    internal static int? Parse(ArgumentResult argument, string name, int lowest, int highest)
    {
        if (argument.Tokens.Count == 0)
            return null;
        if (int.TryParse(argument.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= lowest && number <= highest)
            return number;
        argument.AddError(highest == int.MaxValue ? $"`{name}` is a number of at least {lowest}" : $"`{name}` is a number from {lowest} to {highest}");
        return null;
    }
}
