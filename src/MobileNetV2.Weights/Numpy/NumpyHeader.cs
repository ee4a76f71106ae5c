using System.Globalization;

namespace MobileNets.Weights;

/// <summary>
/// Parses the Python dictionary at the head of a <c>.npy</c> file:
/// <c>{'descr': '&lt;f4', 'fortran_order': False, 'shape': (1, 3), }</c>.
/// </summary>
internal sealed class NumpyHeader
{
    private const int QuotedCharacters = 40;

    private readonly string _text;
    private readonly string _origin;
    private int _position;

    private NumpyHeader(string text, string origin)
    {
        _text = text;
        _origin = origin;
    }

    /// <summary>Byte order and type: <c>&lt;f4</c>.</summary>
    public string? Type { get; private set; }

    /// <summary>Whether the first dimension varies fastest.</summary>
    public bool? IsFortranOrder { get; private set; }

    public IReadOnlyList<long>? Shape { get; private set; }

    public static NumpyHeader Parse(string text, string origin)
    {
        var header = new NumpyHeader(text, origin);
        header.ParseDictionary();
        return header;
    }

    private void ParseDictionary()
    {
        Expect('{');
        while (!TryTake('}'))
        {
            var key = TakeString();
            Expect(':');
            switch (key)
            {
                // Structured types are a list.
                case "descr" when Peek() == '[':
                    throw TypeRefused(_origin, Rest());
                case "descr" when Type is null:
                    Type = TakeString();
                    break;
                case "fortran_order" when IsFortranOrder is null:
                    IsFortranOrder = TakeBoolean();
                    break;
                case "shape" when Shape is null:
                    Shape = TakeTuple();
                    break;
                default:
                    throw Refuse("'descr', 'fortran_order' and 'shape', each once", $"'{key}'");
            }
            if (!TryTake(',') && Peek() != '}')
                throw Refuse("',' or '}'", Rest());
        }
        if (Rest().Length > 0)
            throw Refuse("nothing after '}'", Rest());
        if (Type is null || IsFortranOrder is null || Shape is null)
            throw Refuse("'descr', 'fortran_order' and 'shape', each once", "fewer");
    }

    public static WeightsFormatException TypeRefused(string origin, string type) => new(origin, "header 'descr'",
        $"expected the element type '<f4' or '<f8', found '{type}'", "Save it as numpy.save(path, array.astype('<f4')).");

    private string TakeString()
    {
        var quote = Peek();
        var end = quote is '\'' or '"' ? _text.IndexOf(quote, _position + 1) : -1;
        if (end < 0)
            throw Refuse("a quoted string", Rest());
        var value = _text[(_position + 1)..end];
        _position = end + 1;
        return value;
    }

    private bool TakeBoolean()
    {
        var value = Rest().StartsWith("True", StringComparison.Ordinal);
        if (!value && !Rest().StartsWith("False", StringComparison.Ordinal))
            throw Refuse("True or False", Rest());
        _position += value ? 4 : 5;
        return value;
    }

    private List<long> TakeTuple()
    {
        var values = new List<long>();
        Expect('(');
        while (!TryTake(')'))
        {
            values.Add(TakeInteger());
            if (!TryTake(',') && Peek() != ')')
                throw Refuse("',' or ')'", Rest());
        }
        return values;
    }

    private long TakeInteger()
    {
        var found = Rest();
        var start = _position;
        while (_position < _text.Length && char.IsAsciiDigit(_text[_position]))
            _position++;
        return long.TryParse(_text.AsSpan(start, _position - start), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Refuse("a whole number from 0 to 2^63 - 1", found);
    }

    private void Expect(char character)
    {
        if (!TryTake(character))
            throw Refuse($"'{character}'", Rest());
    }

    private bool TryTake(char character)
    {
        if (Peek() != character)
            return false;
        _position++;
        return true;
    }

    // The next character that is no white space; '\0' at the end.
    private char Peek()
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position]))
            _position++;
        return _position < _text.Length ? _text[_position] : '\0';
    }

    // What is left, cut to what a message can quote.
    private string Rest()
    {
        Peek();
        return _text.Substring(_position, Math.Min(QuotedCharacters, _text.Length - _position)).TrimEnd();
    }

    private WeightsFormatException Refuse(string expected, string found) => new(_origin, $"header character {_position}",
        $"expected {expected}, found {(found.Length == 0 ? "the end" : found)}", "Write the file again with numpy.save.");
}
