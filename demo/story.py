"""The invented mother's own telling. Every word of it was made up for this program."""

from __future__ import annotations

from typing import Final

STORY: Final = """\
The Winter the Girls Came
I had waited nine years for a cradle in our bedroom, and then we needed two of them.
Vera came first, early in the morning, and Ida followed eleven minutes later, furious and loud. The midwife laughed. «That one will run the house,» she said.
{father} stood at the window with his coat on. He had not touched the bed or the girls.
«Come here,» I told him. «They have your chin.»
He counted them as if there might be a mistake. «Two,» he said. «And both of them girls.»
"They are yours," I said. "They are ours."
«I need some air,» he answered, and he took his bag from the chair.
I heard the lift. I thought he would be back before supper. That evening he wrote that he was going away for a while, and after that nothing came.
The following day my mother, Nina, drove us home. She carried Ida, I carried Vera, and neither of us spoke on the stairs. Three days later I learned from {friend}, who knows us both, that he was at a lake with friends. «He says he is resting,» she told me. «I am so sorry.»
A week later the calls began. His mother, Galina Pavlovna, rang at one in the morning, at two, and again before it was light. «You have driven my boy out of his own home,» she said. I did not shout. I said: «Please do not ring at night, the babies wake up.» She rang again the next night.
I never answered her after that, or almost never. I would have liked to throw the telephone out of the window, but I did not.
A month later he came for half an hour. He held Ida, and he sang to her, and I want to write that down too, because it is true. When he left he said, «I am not made for this.» Then nothing for weeks.
My mother came on every fifth day with soup. {friend} took a night now and then. Once, when I had a fever, they both stayed, and I slept for ten hours and cried when I woke.
In the spring I went to a lawyer, Ms Adler. She did not promise me anything. "Write down what happens," she said, "the good and the bad, on the day it happens." So I did. Every bottle, every visit that was kept and every visit that was not.
Today the girls are eight months old. Vera claps. Ida still runs the house. I do not know what a court will say. But if somebody asks me one day how it was, I will not have to remember it. It is all here.
"""
