"""The first file of a new document: one that is read without an error and says, line by line, what to put there."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from course.content.fields import SLUG

LONGEST_ID: Final = 60

_MODULE: Final = """\
# Um módulo: cerca de 2000 palavras, em secções de uns cinco minutos. Ao preencher, apague estes comentários.
# Uma chave por linha, dois espaços por nível. Texto com dois pontos, aspas ou vários parágrafos: | e o texto por baixo.
format: 1
language: pt
title: Título do módulo
summary: Uma frase que diz ao agente o que vai saber fazer.
# De três a seis objetivos, cada um com um verbo que se possa observar. A palavra à esquerda é o id: não muda mais.
objectives:
  first: Distinguir uma coisa da outra
  second: Explicar o motivo antes de agir
  third: Encaminhar cada caso para a autoridade certa
sections:
  opening:
    title: Título da secção
    # Cite com [@id-da-fonte], uma fonte de registers/sources.yaml.
    text: |
      O primeiro parágrafo da secção.
    # Cada secção tem pelo menos uma pergunta (checks) ou um caso (case: id-do-caso). Estas não contam para nota.
    checks:
      opening-check:
        kind: single
        prompt: Uma pergunta sobre o que se acabou de ler?
        options:
          wrong:
            text: Uma resposta errada, mas que alguém daria.
            why: O que falta a esta resposta.
          right:
            text: A resposta certa.
            correct: true
            why: Porque é a certa.
          other:
            text: Outra resposta errada, também plausível.
            why: O que falta a esta resposta.
    # Só para quem forma: o que fazer na sala.
    notes: |
      Se alguém disser que na rua não é assim, pergunte como é.
card:
  title: Título do cartão
  # Uma linha por passo.
  lines: |
    O primeiro passo.
    O segundo passo.
quiz: {quiz}
"""
_CASE: Final = """\
# Um caso: cenas, decisões e desfechos. Ao preencher, apague estes comentários.
# Uma chave por linha, dois espaços por nível. Texto com dois pontos, aspas ou vários parágrafos: | e o texto por baixo.
format: 1
language: pt
title: Título do caso
summary: Uma frase que diz onde se está e o que há a decidir.
based_on:
  # De onde vem: judgment (acórdão), decision (outra decisão), complaint (queixa, com consentimento), press (imprensa),
  # composite (composto) ou invented. Nos que vêm de uma fonte: source: id-da-fonte, de registers/sources.yaml.
  origin: invented
  changed: O que foi inventado ou mudado.
# Pelo menos dois lugares; o primeiro é o de quem decide.
seats:
  officer: Agente que decide
  person: Pessoa abordada
# De legality, safety e trust, as que o caso mede.
scales: [legality, trust]
start: opening
scenes:
  opening:
    text: |
      O que o agente vê e ouve, no presente.
    # O mesmo momento visto por outra pessoa.
    views:
      person: O que a pessoa pensa, e não diz.
    # No máximo cinco. Nem sempre a melhor pode ser a primeira ou a mais comprida.
    choices:
      hasty:
        text: Uma decisão apressada, mas que alguém tomaria nesta situação.
        next: end-hasty
        effect: {legality: -2, trust: -1}
        # best, acceptable, poor ou unlawful
        verdict: poor
        why: O que falta a esta decisão.
      careful:
        text: A melhor decisão.
        next: end-careful
        effect: {legality: 2, trust: 1}
        verdict: best
        why: Porque é a melhor.
  end-careful:
    # good, mixed ou bad
    ending: good
    text: O que acontece depois.
  end-hasty:
    ending: bad
    text: O que acontece depois.
"""
_QUIZ: Final = """\
# Uma prova: pelo menos 15 perguntas, das quais se fazem 10. Ao preencher, apague estes comentários.
# Uma chave por linha, dois espaços por nível. Texto com dois pontos, aspas ou vários parágrafos: | e o texto por baixo.
format: 1
language: pt
title: Título da prova
objectives_of: {module}
pass_mark: 70
# Quantas perguntas se fazem. As que têm core: true (duas ou três, cada uma com uma ideia de registers/ideas.yaml em
# idea:) fazem-se a todos; as outras são sorteadas.
draw: {draw}
questions:
"""
_QUESTION: Final = """\
  question-{objective}:
    kind: single
    # Um dos objetivos do módulo.
    objective: {objective}
    # easy ou hard
    level: easy
    prompt: Uma situação de serviço, e o que se pergunta sobre ela?
    options:
      wrong:
        text: Uma resposta errada, mas que alguém daria.
        why: O que falta a esta resposta.
      right:
        text: A resposta certa.
        correct: true
        why: Porque é a certa.
      other:
        text: Outra resposta errada, também plausível.
        why: O que falta a esta resposta.
"""
_SURVEY: Final = """\
# Um inquérito: sem respostas certas e sem nota. Ao preencher, apague estes comentários.
# Uma chave por linha, dois espaços por nível. Texto com dois pontos, aspas ou vários parágrafos: | e o texto por baixo.
format: 1
language: pt
title: Título do inquérito
questions:
  # Uma afirmação, com que se concorda mais ou menos.
  opinion-first:
    kind: opinion
    prompt: Uma afirmação simples sobre uma só coisa.
  opinion-second:
    kind: opinion
    prompt: Outra afirmação sobre uma só coisa.
"""
OBJECTIVES: Final = ("first", "second", "third")
"""Those of a new module."""


def module_starter(quiz: str) -> str:
    """A new module that is closed by that quiz."""
    return _MODULE.format(quiz=quiz)


def case_starter() -> str:
    """A new case with one decision and two endings."""
    return _CASE


def quiz_starter(module: str, objectives: Iterable[str] = OBJECTIVES) -> str:
    """A new quiz of that module, with a question for each of its objectives."""
    questions = [_QUESTION.format(objective=objective) for objective in objectives]
    return _QUIZ.format(module=module, draw=len(questions)) + "".join(questions)


def survey_starter() -> str:
    """A new survey with two opinions."""
    return _SURVEY


def is_id(text: str) -> bool:
    """Whether that may be the id of a document."""
    return len(text) <= LONGEST_ID and re.fullmatch(SLUG, text) is not None


def id_near(text: str) -> str:
    """The id that comes nearest to what somebody wrote: small letters without accents, digits, hyphens."""
    plain = unicodedata.normalize("NFD", text.casefold())
    letters = "".join(character for character in plain if not unicodedata.combining(character))
    return re.sub("[^a-z0-9]+", "-", letters).strip("-")[:LONGEST_ID].rstrip("-")
