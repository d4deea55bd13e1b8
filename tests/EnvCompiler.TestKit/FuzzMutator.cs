using System.Text;

namespace EnvCompiler.TestKit;

/// <summary>
/// Makes inputs for a reader: real examples with a few random edits, and runs of the reader's own fragments (its grammar's words), so that
/// some inputs are nearly right and others are wrong in ways that nobody writes by hand.
/// </summary>
/// <param name="examples">Inputs that the reader accepts; short ones make more inputs a second.</param>
/// <param name="fragments">Pieces that mean something to the reader: keywords, separators, limits of numbers, broken encodings.</param>
/// <param name="longest">Length that no input exceeds.</param>
public sealed class FuzzMutator(IReadOnlyList<byte[]> examples, IReadOnlyList<byte[]> fragments, int longest = 4096)
{
    /// <summary>The same over texts, as UTF-8.</summary>
    public FuzzMutator(IEnumerable<string> examples, IEnumerable<string> fragments, int longest = 4096)
        : this([.. examples.Select(Encoding.UTF8.GetBytes)], [.. fragments.Select(Encoding.UTF8.GetBytes)], longest)
    {
    }

    /// <summary>Writes the next input.</summary>
    /// <param name="random">Decides everything: the same state gives the same input.</param>
    /// <param name="input">Takes the input; what it held is lost.</param>
    public void Next(Random random, List<byte> input)
    {
        input.Clear();
        if (random.Next(8) == 0)
        {
            for (var words = random.Next(1, 40); words > 0; words--)
                input.AddRange(Pick(random, fragments));
        }
        else
        {
            input.AddRange(Pick(random, examples));
            for (var edits = random.Next(1, 6); edits > 0; edits--)
                Edit(random, input);
        }

        if (input.Count > longest)
            input.RemoveRange(longest, input.Count - longest);
    }

    private void Edit(Random random, List<byte> input)
    {
        var at = random.Next(input.Count + 1);
        var length = Math.Min(random.Next(1, 12), input.Count - at);
        switch (random.Next(8))
        {
            case 0:
                input.RemoveRange(at, length);
                break;
            case 1 when at < input.Count:
                input[at] = (byte)random.Next(256);
                break;
            case 2 when at < input.Count:
                input[at] ^= (byte)(1 << random.Next(8));
                break;
            case 3:
                input.InsertRange(random.Next(input.Count + 1), input.GetRange(at, length));
                break;
            case 4:
                // The head of this example with the tail of another.
                var other = Pick(random, examples);
                input.RemoveRange(at, input.Count - at);
                input.AddRange(other.AsSpan(random.Next(other.Length + 1)));
                break;
            case 5:
                input.RemoveRange(at, length);
                input.InsertRange(at, Pick(random, fragments));
                break;
            default:
                input.InsertRange(at, Pick(random, fragments));
                break;
        }
    }

    private static byte[] Pick(Random random, IReadOnlyList<byte[]> from) => from[random.Next(from.Count)];
}
